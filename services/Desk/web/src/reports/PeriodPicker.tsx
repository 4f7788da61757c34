import { useTranslation } from "react-i18next";
import { navigate, withSearch } from "../app/address";
import { lastDays, spans, usePeriod } from "./period";

/** Of which days a report is. */
export function PeriodPicker() {
  const { t } = useTranslation();
  const period = usePeriod();
  const go = (from: string, to: string) => navigate(withSearch({ from, to }), { replace: true });
  return (
    <span className="period">
      {spans.map((days) => {
        const span = lastDays(Number(days), new Date());
        return (
          <button
            key={days}
            className="button small"
            aria-pressed={span.from === period.from && span.to === period.to}
            onClick={() => go(span.from, span.to)}
          >
            {t("reports.days", { count: Number(days) })}
          </button>
        );
      })}
      <span className="period-dates">
        <input type="date" aria-label={t("reports.from")} value={period.from} max={period.to} onChange={(event) => go(event.target.value, period.to)} />
        <span aria-hidden="true">–</span>
        <input type="date" aria-label={t("reports.to")} value={period.to} min={period.from} onChange={(event) => go(period.from, event.target.value)} />
      </span>
    </span>
  );
}
