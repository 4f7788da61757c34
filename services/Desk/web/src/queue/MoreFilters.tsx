import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { navigate } from "../app/address";
import { Icon } from "../ui/Icon";
import { ChannelFilter } from "./ChannelFilter";
import { FilterSelect } from "./FilterSelect";
import { narrowed, ticketStatuses, type Filters, type Narrowing } from "./views";

/** What is narrowed by less often: platform, account and status. */
export function MoreFilters({ filters, rows }: { filters: Filters; rows: readonly TicketRow[] }) {
  const { t } = useTranslation();
  const details = useRef<HTMLDetailsElement>(null);
  const set = [filters.channel, filters.account, filters.status].filter((each) => each !== undefined).length;
  const narrow = (name: Narrowing) => (value: string) => navigate(narrowed(filters, name, value), { replace: true });
  const accounts = [...new Set([...rows.map((row) => row.account), ...(filters.account ?? [])])].sort();

  // Whatever is done elsewhere closes it.
  useEffect(() => {
    const close = (event: Event) => {
      if (details.current && event.target instanceof Node && !details.current.contains(event.target)) details.current.open = false;
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key !== "Escape" || !details.current?.open || !details.current.contains(document.activeElement)) return;
      event.preventDefault();
      details.current.open = false;
      details.current.querySelector("summary")?.focus();
    };
    document.addEventListener("pointerdown", close);
    document.addEventListener("keydown", leave);
    return () => {
      document.removeEventListener("pointerdown", close);
      document.removeEventListener("keydown", leave);
    };
  }, []);

  return (
    <details className="more-filters" ref={details}>
      <summary className="button" title={t("queue.more")} aria-label={set > 0 ? t("queue.moreSet", { count: set }) : t("queue.more")}>
        <Icon name="settings" size={14} />
        {set > 0 ? <span className="more-filters-count">{set}</span> : null}
      </summary>
      <div className="more-filters-panel">
        <ChannelFilter value={filters.channel?.[0] ?? ""} seen={rows.map((row) => row.channel)} onChange={narrow("channel")} />
        <FilterSelect
          any={t("queue.anyAccount")}
          value={filters.account?.[0]}
          options={accounts.map((account) => [account, account])}
          onChange={narrow("account")}
        />
        <FilterSelect
          any={t("queue.anyStatus")}
          value={filters.status?.[0]}
          options={ticketStatuses.map((status) => [status, t(`status.${status}`)])}
          onChange={narrow("status")}
        />
      </div>
    </details>
  );
}
