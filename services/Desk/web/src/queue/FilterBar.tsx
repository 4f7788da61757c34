import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { navigate } from "../app/address";
import { Link } from "../app/Link";
import { Icon, type IconName } from "../ui/Icon";
import { authorName } from "../ui/marks";
import { useAgents, useQueues } from "./team";
import { useCounts } from "./useCounts";
import { ViewMenu } from "./ViewMenu";
import { shortMoment } from "../ui/Age";
import { countdownText } from "../ui/countdown";
import { useNowAs } from "../ui/time";
import { hourText } from "../ui/week";
import { FilterSelect } from "./FilterSelect";
import { MoreFilters } from "./MoreFilters";
import { figureParts, isCounted, isFiltered, labels, listAddress, narrowed, priorities, without, type Filters, type Narrowing } from "./views";

const typingPause = 250;

/** What the list shows, and how to narrow it. Everything ends up in the address. */
export function FilterBar({ filters, rows, isAll }: { filters: Filters; rows: readonly TicketRow[]; isAll: boolean }) {
  const { t } = useTranslation();
  const counts = useCounts();
  const queues = useQueues();
  const agents = useAgents();
  const count = rows.length;
  const exact = isAll ? count : isFiltered(filters) || !isCounted(filters.view) ? null : (counts?.[filters.view] ?? null);

  const narrow = (name: Narrowing) => (value: string) => navigate(narrowed(filters, name, value), { replace: true });

  return (
    <header className="bar">
      <ViewMenu view={filters.view} />
      <h1>
        {t(`view.${filters.view}`)} <span className="bar-count">{exact ?? (count > 0 ? `${count}+` : "")}</span>
      </h1>
      <FigureChip filters={filters} />
      {filters.author ? <AuthorChip filters={filters} author={filters.author} rows={rows} /> : null}
      <Search filters={filters} />
      <FilterSelect
        any={t("queue.anyLabel")}
        value={filters.label?.[0]}
        options={labels.map((label) => [label, t(`label.${label}`)])}
        onChange={narrow("label")}
      />
      <FilterSelect
        any={t("queue.anyPriority")}
        value={filters.priority?.[0]}
        options={priorities.map((priority) => [priority, t(`priority.${priority}`)])}
        onChange={narrow("priority")}
      />
      {queues.length > 1 ? (
        <FilterSelect
          any={t("queue.anyQueue")}
          value={filters.queue?.[0]}
          options={queues.map((queue) => [queue.id, queue.name])}
          onChange={narrow("queue")}
        />
      ) : null}
      {filters.view !== "mine" && filters.view !== "unassigned" && agents.length > 0 ? (
        <FilterSelect
          any={t("queue.anyone")}
          value={filters.assignee?.[0]}
          options={agents.map((agent) => [agent.id, agent.name])}
          onChange={narrow("assignee")}
        />
      ) : null}
      <MoreFilters filters={filters} rows={rows} />
      {isFiltered(filters) ? (
        <Link className="button quiet" to={`/queue/${filters.view}`}>
          <Icon name="x" size={13} /> {t("queue.clear")}
        </Link>
      ) : null}
    </header>
  );
}

/** Which figure of the board or of a report the list is of. */
function FigureChip({ filters }: { filters: Filters }) {
  const { t, i18n } = useTranslation();
  const { hour, counted = "arrivals", promise, result = "met", took, paused_by: pausedBy, paused = "set", handed_over: outcome, from, to } = filters;
  const agents = useAgents();
  const queues = useQueues();
  const nameOf = (id: string | undefined) => [...agents, ...queues].find((each) => each.id === id)?.name;
  const text = useNowAs((now) => {
    if (hour) return t(`queue.hour.${counted}`, { hour: hourText(hour, i18n.language) });
    if (!from || !to) return "";
    const span = { from: shortMoment(from, i18n.language, now), to: shortMoment(to, i18n.language, now) };
    if (pausedBy) return t(`queue.paused.${paused}`, { name: nameOf(pausedBy) ?? t("queue.somebody"), ...span });
    if (outcome) return t("queue.handedOver", { outcome: t(`reports.outcome.${outcome}`), ...span });
    if (!promise) return "";
    const owner = nameOf(filters.promise_agent ?? filters.promise_queue);
    const text =
      took === undefined
        ? t(`queue.promise.${result}`, { clock: t(`clock.kind.${promise}`), ...span })
        : t("queue.promise.took", { clock: t(`clock.kind.${promise}`), time: countdownText(took, { hours: t("clock.hours"), minutes: t("clock.minutes") }), ...span });
    return owner ? `${owner} · ${text}` : text;
  });
  return text === "" ? null : <Chip icon="clock" text={text} to={listAddress(without(filters, ...figureParts))} />;
}

/** Whose tickets the list is of, by the name that the rows have. */
function AuthorChip({ filters, author, rows }: { filters: Filters; author: string; rows: readonly TicketRow[] }) {
  const known = rows.find((row) => row.author.id === author)?.author;
  return <Chip icon="person" text={known ? authorName(known) : author} to={listAddress(without(filters, "author"))} />;
}

/** What narrows the list; a click takes it away. */
function Chip({ icon, text, to }: { icon: IconName; text: string; to: string }) {
  const { t } = useTranslation();
  return (
    <Link className="button small filter-chip" aria-label={`${text}, ${t("queue.clear")}`} to={to}>
      <Icon name={icon} size={13} /> <bdi>{text}</bdi> <Icon name="x" size={12} />
    </Link>
  );
}

function Search({ filters }: { filters: Filters }) {
  const { t } = useTranslation();
  const [text, setText] = useState(filters.q ?? "");
  const [isComposing, setComposing] = useState(false);
  const address = filters.q ?? "";

  // What was asked for from here comes back as the address; by then more may have been typed.
  const asked = useRef(address);
  useEffect(() => {
    if (asked.current === address) return;
    asked.current = address;
    setText(address);
  }, [address]);
  useEffect(() => {
    if (isComposing || text.trim() === address) return undefined;
    const timer = setTimeout(() => {
      // Whoever searches means every ticket, not those of one view.
      const q = text.trim();
      asked.current = q;
      navigate(q === "" ? listAddress(without(filters, "q")) : listAddress({ ...filters, view: "all", q }), {
        replace: true,
      });
    }, typingPause);
    return () => clearTimeout(timer);
  }, [text, isComposing, address, filters]);

  return (
    <label className="search">
      <Icon name="search" size={15} />
      <input
        id="queue-search"
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if ((event.key === "Escape" || event.key === "Enter") && !event.nativeEvent.isComposing) event.currentTarget.blur();
        }}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        placeholder={t("queue.search")}
        aria-label={t("queue.searchLabel")}
      />
    </label>
  );
}
