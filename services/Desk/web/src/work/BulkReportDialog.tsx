import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { queryClient } from "../app/queries";
import { Link } from "../app/Link";
import { ticketAddress } from "../queue/views";
import { ticketQuery } from "../ticket/actions";
import { reportBulk, useBulkReport, type Again } from "../ticket/bulkReport";
import { Dialog } from "../ui/Dialog";
import { HandOverDialog } from "./HandOverDialog";
import { StatusDialog } from "./StatusDialog";

interface Asked {
  what: Again;
  tickets: readonly TicketRow[];
}

/** What did not go, and why: nothing that failed among many goes unnoticed, and what was written for it is offered again. */
export function BulkReportDialog() {
  const { t } = useTranslation();
  const report = useBulkReport();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isReading, setReading] = useState(false);
  if (report === null) return asked ? <AgainDialog asked={asked} onClose={() => setAsked(null)} /> : null;
  const { failed, again } = report;

  function close() {
    setAsked(null);
    reportBulk(null);
  }

  async function askAgain(what: Again) {
    setReading(true);
    // As they are by now: what has changed is often why they were refused.
    const tickets = await Promise.all(failed.map(({ ticket }) => asItIs(ticket)));
    setReading(false);
    reportBulk(null);
    setAsked({ what, tickets });
  }

  return (
    <Dialog title={t("work.notDone", { count: failed.length })} onClose={close} wide>
      <div className="stack">
        <p>{t("work.doneBeside", { count: report.done })}</p>
        <ul className="not-done">
          {failed.map(({ ticket, reason }) => (
            <li key={ticket.id}>
              <Link to={ticketAddress(ticket.id, { view: "all" })} className="row-number" onClick={close}>
                {ticket.number}
              </Link>
              <span>{reason}</span>
            </li>
          ))}
        </ul>
        {again ? <p className="quiet">{t("work.againHint")}</p> : null}
        <footer>
          {again ? (
            <button className="button" disabled={isReading} aria-busy={isReading} onClick={() => void askAgain(again)}>
              {t("work.again")}
            </button>
          ) : null}
          <button className="button primary" data-focus onClick={close}>
            {t("app.close")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}

function AgainDialog({ asked: { what, tickets }, onClose }: { asked: Asked; onClose: () => void }) {
  return what === "hand_over" ? (
    <HandOverDialog tickets={tickets} onClose={onClose} />
  ) : (
    <StatusDialog tickets={tickets} begin={what} onClose={onClose} />
  );
}

async function asItIs(ticket: TicketRow): Promise<TicketRow> {
  try {
    return (await queryClient.query({ ...ticketQuery(ticket.id), staleTime: 0 })).ticket;
  } catch {
    return ticket;
  }
}
