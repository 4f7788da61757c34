import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { asProblem } from "../api/problem";
import { navigate } from "../app/address";
import { here } from "../app/here";
import { merge } from "../ticket/actions";
import { attempt, explain } from "../ticket/carryOut";
import { askOf } from "../ticket/asks";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { titleFor } from "../work/titleFor";
import { TicketPicker, type Picked } from "./TicketPicker";

/** Two tickets are one case: everything on this one goes on under the other. */
export function MergeDialog({ detail, onClose }: { detail: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const blank: { into: Picked | null; reason: string } = { into: null, reason: "" };
  const { words, setWords, problem, isSending, send, close } = useWords(askOf("merge", [detail.ticket]), blank);
  const { into, reason } = words;
  const { number } = detail.ticket;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (into !== null) void send(() => mergeInto(into));
  }

  async function mergeInto(other: Picked) {
    const isHere = here();
    try {
      await attempt(detail.ticket, merge(other, reason.trim() || null));
      close(onClose);
      if (isHere()) navigate(`/tickets/${other.id}?view=all`);
      return null;
    } catch (error) {
      return asProblem(error);
    }
  }

  return (
    <Dialog key={into?.id ?? 0} title={titleFor(t("cases.merge"), [detail.ticket], t)} onClose={onClose}>
      {into === null ? (
        <TicketPicker detail={detail} label={t("cases.mergeInto")} onPick={(picked) => setWords({ ...words, into: picked })} />
      ) : (
        <form className="stack" onSubmit={submit}>
          <p>{t("cases.mergeText", { number, into: into.number })}</p>
          <Field text={t("cases.reason")} fault={undefined}>
            <input data-focus maxLength={500} value={reason} onChange={(event) => setWords({ ...words, reason: event.target.value })} />
          </Field>
          {problem ? (
            <p className="fault" role="alert">
              {explain(problem)}
            </p>
          ) : null}
          <footer>
            <button type="button" className="button" onClick={() => setWords({ ...words, into: null })}>
              {t("cases.other")}
            </button>
            <button className="button primary" disabled={isSending} aria-busy={isSending}>{t("cases.mergeDo", { into: into.number })}</button>
          </footer>
        </form>
      )}
    </Dialog>
  );
}
