import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { asProblem } from "../api/problem";
import { navigate } from "../app/address";
import { merge } from "../ticket/actions";
import { attempt, explain } from "../ticket/carryOut";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { titleFor } from "../work/titleFor";
import { TicketPicker, type Picked } from "./TicketPicker";

/** Two tickets are one case: everything on this one goes on under the other. */
export function MergeDialog({ detail, onClose }: { detail: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const [into, setInto] = useState<Picked | null>(null);
  const [reason, setReason] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const { number } = detail.ticket;

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    if (into === null) return;
    try {
      await attempt(detail.ticket, merge(into, reason.trim() || null));
      onClose();
      navigate(`/tickets/${into.id}?view=all`);
    } catch (error) {
      setFault(explain(asProblem(error)));
    }
  }

  return (
    <Dialog key={into?.id ?? 0} title={titleFor(t("cases.merge"), [detail.ticket], t)} onClose={onClose}>
      {into === null ? (
        <TicketPicker detail={detail} label={t("cases.mergeInto")} onPick={setInto} />
      ) : (
        <form className="stack" onSubmit={(event) => void submit(event)}>
          <p>{t("cases.mergeText", { number, into: into.number })}</p>
          <Field text={t("cases.reason")} fault={undefined}>
            <input data-focus maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          {fault ? (
            <p className="fault" role="alert">
              {fault}
            </p>
          ) : null}
          <footer>
            <button type="button" className="button" onClick={() => setInto(null)}>
              {t("cases.other")}
            </button>
            <button className="button primary">{t("cases.mergeDo", { into: into.number })}</button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
