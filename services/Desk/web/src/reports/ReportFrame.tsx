import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Icon, type IconName } from "../ui/Icon";
import { ProblemLine } from "../ui/ProblemLine";
import { asProblem } from "../api/problem";
import { toast } from "../ui/toast";
import { csv, download, type Cell } from "./csv";
import { usePeriod } from "./period";
import { PeriodPicker } from "./PeriodPicker";
import { ReportBar } from "./ReportBar";

/** What a report offers as a file. */
export interface ReportFile {
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: () => readonly (readonly Cell[])[] | Promise<readonly (readonly Cell[])[]>;
}

interface Props {
  query: { readonly error: unknown; readonly isPending: boolean };
  /** Whether the answer holds anything to show. */
  isEmpty: boolean;
  empty: { readonly icon: IconName; readonly text: string };
  file: ReportFile;
  /** What narrows the report; stands beside its span, also while it is empty. */
  filter?: ReactNode;
  /** What has a life of its own below the report. */
  below?: ReactNode;
  children: ReactNode;
}

/** One report: its file and its span above, then that it loads, failed or holds nothing, or what it says. */
export function ReportFrame({ query, isEmpty, empty, file, filter, below, children }: Props) {
  const { t } = useTranslation();
  const { from, to } = usePeriod();
  const isThere = !query.isPending && !isEmpty;

  async function save() {
    try {
      download(`${file.name}-${from}-${to}.csv`, csv(file.head, await file.rows()));
    } catch (error) {
      toast(t("app.error", { reason: asProblem(error).message }), "bad");
    }
  }

  return (
    <main className="admin">
      <ReportBar onDownload={isThere ? () => void save() : null} />
      <div className="report">
        <div className="report-tools">
          {filter}
          <PeriodPicker />
        </div>
        <ProblemLine error={query.error} />
        {query.isPending ? <p className="quiet">{t("app.loading")}</p> : null}
        {!query.isPending && !query.error && isEmpty ? (
          <div className="empty">
            <Icon name={empty.icon} size={36} />
            <p>{empty.text}</p>
          </div>
        ) : null}
        {isThere ? children : null}
        {below}
      </div>
    </main>
  );
}
