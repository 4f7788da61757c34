import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { navigate } from "../app/address";
import { Link } from "../app/Link";
import { Icon } from "../ui/Icon";
import { useAgents, useQueues } from "./team";
import { useCounts } from "./useCounts";
import { hourText } from "../ui/week";
import { isCounted, isFiltered, labels, listAddress, priorities, type Filters } from "./views";

const typingPause = 250;

/** What the list shows, and how to narrow it. Everything ends up in the address. */
export function FilterBar({ filters, count, isAll }: { filters: Filters; count: number; isAll: boolean }) {
  const { t } = useTranslation();
  const counts = useCounts();
  const queues = useQueues();
  const agents = useAgents();
  const exact = isAll ? count : isFiltered(filters) || !isCounted(filters.view) ? null : (counts?.[filters.view] ?? null);

  function narrow(name: "label" | "priority" | "queue" | "assignee", value: string) {
    const rest = without(filters, name);
    navigate(listAddress(value === "" ? rest : { ...rest, [name]: [value] }), { replace: true });
  }

  return (
    <header className="bar">
      <h1>
        {t(`view.${filters.view}`)} <span className="bar-count">{exact ?? (count > 0 ? `${count}+` : "")}</span>
      </h1>
      {filters.hour ? <HourChip filters={filters} hour={filters.hour} /> : null}
      <Search filters={filters} />
      <select
        aria-label={t("queue.anyLabel")}
        value={filters.label?.[0] ?? ""}
        onChange={(event) => narrow("label", event.target.value)}
      >
        <option value="">{t("queue.anyLabel")}</option>
        {labels.map((label) => (
          <option key={label} value={label}>
            {t(`label.${label}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t("queue.anyPriority")}
        value={filters.priority?.[0] ?? ""}
        onChange={(event) => narrow("priority", event.target.value)}
      >
        <option value="">{t("queue.anyPriority")}</option>
        {priorities.map((priority) => (
          <option key={priority} value={priority}>
            {t(`priority.${priority}`)}
          </option>
        ))}
      </select>
      {queues.length > 1 ? (
        <select
          aria-label={t("queue.anyQueue")}
          value={filters.queue?.[0] ?? ""}
          onChange={(event) => narrow("queue", event.target.value)}
        >
          <option value="">{t("queue.anyQueue")}</option>
          {queues.map((queue) => (
            <option key={queue.id} value={queue.id}>
              {queue.name}
            </option>
          ))}
        </select>
      ) : null}
      {filters.view !== "mine" && filters.view !== "unassigned" && agents.length > 0 ? (
        <select
          aria-label={t("queue.anyone")}
          value={filters.assignee?.[0] ?? ""}
          onChange={(event) => narrow("assignee", event.target.value)}
        >
          <option value="">{t("queue.anyone")}</option>
          {agents.map((agent) => (
            <option key={agent.id} value={agent.id}>
              {agent.name}
            </option>
          ))}
        </select>
      ) : null}
      {isFiltered(filters) ? (
        <Link className="button quiet" to={`/queue/${filters.view}`}>
          <Icon name="x" size={13} /> {t("queue.clear")}
        </Link>
      ) : null}
    </header>
  );
}

/** Which hour of the week the list is of. */
function HourChip({ filters, hour }: { filters: Filters; hour: string }) {
  const { t, i18n } = useTranslation();
  const text = t(`queue.hour.${filters.counted ?? "arrivals"}`, { hour: hourText(hour, i18n.language) });
  return (
    <Link className="button small" aria-label={`${text}, ${t("queue.clear")}`} to={listAddress(without(filters, "hour", "counted", "weeks"))}>
      <Icon name="clock" size={13} /> {text} <Icon name="x" size={12} />
    </Link>
  );
}

function without(filters: Filters, ...names: readonly string[]): Filters {
  const rest = Object.entries(filters).filter(([each]) => !names.includes(each));
  return { ...(Object.fromEntries(rest) as Partial<Filters>), view: filters.view };
}

function Search({ filters }: { filters: Filters }) {
  const { t } = useTranslation();
  const [text, setText] = useState(filters.q ?? "");
  const [isComposing, setComposing] = useState(false);
  const address = filters.q ?? "";

  // A space at the end is the beginning of the next word.
  useEffect(() => setText((now) => (now.trim() === address ? now : address)), [address]);
  useEffect(() => {
    if (isComposing || text.trim() === address) return undefined;
    const timer = setTimeout(() => {
      // Whoever searches means every ticket, not those of one view.
      const q = text.trim();
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
