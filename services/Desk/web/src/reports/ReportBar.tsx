import { useTranslation } from "react-i18next";
import { navigate, withSearch } from "../app/address";
import { Icon } from "../ui/Icon";
import { PageTabs } from "../ui/PageTabs";
import { lastDays, spans, usePeriod } from "./period";

/** Which report, of which days, and its figures as a file. */
export function ReportBar({ onDownload }: { onDownload: (() => void) | null }) {
  const { t } = useTranslation();
  const period = usePeriod();
  const go = (from: string, to: string) => navigate(withSearch({ from, to }), { replace: true });
  return (
    <header className="bar">
      <h1>{t("reports.title")}</h1>
      <PageTabs
        label={t("reports.title")}
        tabs={[
          { to: "/reports/promises", icon: "flag", text: t("reports.promises") },
          { to: "/reports/pauses", icon: "pause", text: t("reports.pauses") },
          { to: "/reports/hand-overs", icon: "hand", text: t("reports.handOvers") },
          { to: "/reports/reopens", icon: "reopen", text: t("reports.reopens") },
        ]}
      />
      <span className="period bar-end">
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
        <input type="date" aria-label={t("reports.from")} value={period.from} max={period.to} onChange={(event) => go(event.target.value, period.to)} />
        <span aria-hidden="true">–</span>
        <input type="date" aria-label={t("reports.to")} value={period.to} min={period.from} onChange={(event) => go(period.from, event.target.value)} />
        <button className="button" disabled={onDownload === null} onClick={onDownload ?? undefined}>
          <Icon name="download" size={14} /> {t("reports.csv")}
        </button>
      </span>
    </header>
  );
}
