import { useTranslation } from "react-i18next";
import type { AgentView, TicketRow } from "../api/types";
import { navigate } from "../app/address";
import { Link } from "../app/Link";
import { Icon } from "../ui/Icon";
import { SearchInput } from "../ui/SearchInput";
import { useAgentName, useAgents, useQueues } from "./team";
import { useCounts } from "./useCounts";
import { ViewMenu } from "./ViewMenu";
import { AuthorChip } from "./AuthorChip";
import { FigureChip } from "./FigureChip";
import { FilterSelect } from "./FilterSelect";
import { MoreFilters } from "./MoreFilters";
import { isCounted, isFiltered, labels, listAddress, narrowed, priorities, without, type Filters, type Narrowing } from "./views";

/** What the list shows, and how to narrow it. Everything ends up in the address. */
export function FilterBar({ filters, rows, isAll }: { filters: Filters; rows: readonly TicketRow[]; isAll: boolean }) {
  const { t } = useTranslation();
  const counts = useCounts();
  const queues = useQueues();
  const agents = useAgents();
  const [assignee] = filters.assignee ?? [];
  const assigneeName = useAgentName(assignee);
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
          value={assignee}
          options={named(agents, assignee, assigneeName)}
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

/** Everybody, and whoever is asked for though they no longer work tickets. */
function named(agents: readonly AgentView[], asked: string | undefined, name: string | undefined): (readonly [string, string])[] {
  const all = agents.map((agent) => [agent.id, agent.name] as const);
  return asked === undefined || agents.some((agent) => agent.id === asked) ? all : [...all, [asked, name ?? asked]];
}

function Search({ filters }: { filters: Filters }) {
  const { t } = useTranslation();
  return (
    <SearchInput
      id="queue-search"
      asked={filters.q ?? ""}
      placeholder={t("queue.search")}
      label={t("queue.searchLabel")}
      // Whoever searches means every ticket, not those of one view.
      onAsk={(q) => navigate(q === "" ? listAddress(without(filters, "q")) : listAddress({ ...filters, view: "all", q }), { replace: true })}
    />
  );
}
