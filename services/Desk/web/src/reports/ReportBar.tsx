import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import { PageBar } from "../ui/PageBar";

/** Which report, and its figures as a file. */
export function ReportBar({ onDownload }: { onDownload: (() => void) | null }) {
  const { t } = useTranslation();
  return (
    <PageBar
      title={t("reports.title")}
      tabs={[
        { to: "/reports/promises", icon: "flag", text: t("reports.promises") },
        { to: "/reports/pauses", icon: "pause", text: t("reports.pauses") },
        { to: "/reports/hand-overs", icon: "hand", text: t("reports.handOvers") },
        { to: "/reports/reopens", icon: "reopen", text: t("reports.reopens") },
      ]}
    >
      <button className="button bar-end" disabled={onDownload === null} onClick={onDownload ?? undefined}>
        <Icon name="download" size={14} /> {t("reports.csv")}
      </button>
    </PageBar>
  );
}
