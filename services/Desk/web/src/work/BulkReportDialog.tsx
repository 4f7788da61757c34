import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { ticketAddress } from "../queue/views";
import { reportBulk, useBulkReport } from "../ticket/bulkReport";
import { Dialog } from "../ui/Dialog";

/** What did not go, and why: nothing that failed among many goes unnoticed. */
export function BulkReportDialog() {
  const { t } = useTranslation();
  const report = useBulkReport();
  if (report === null) return null;
  const close = () => reportBulk(null);
  return (
    <Dialog title={t("work.notDone", { count: report.failed.length })} onClose={close} wide>
      <div className="stack">
        <p>{t("work.doneBeside", { count: report.done })}</p>
        <ul className="not-done">
          {report.failed.map(({ ticket, reason }) => (
            <li key={ticket.id}>
              <Link to={ticketAddress(ticket.id, { view: "all" })} className="row-number" onClick={close}>
                {ticket.number}
              </Link>
              <span>{reason}</span>
            </li>
          ))}
        </ul>
        <footer>
          <button className="button primary" data-focus onClick={close}>
            {t("app.close")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
