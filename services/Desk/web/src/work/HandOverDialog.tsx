import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { HandOverRequest, TicketRow } from "../api/types";
import { usePerson } from "../app/session";
import { useQueues } from "../queue/team";
import { handOver } from "../ticket/actions";
import { carryOutOrSay, explain } from "../ticket/carryOut";
import { askOf } from "../ticket/asks";
import { keepWords } from "../ticket/keptWords";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { titleFor } from "./titleFor";

interface Props {
  tickets: readonly TicketRow[];
  onClose: () => void;
}

interface Words {
  to: string;
  reason: string;
  promised: string;
  number?: string;
}

/** Asks another queue to take tickets: with the reason, what was promised, and the order number. */
export function HandOverDialog({ tickets, onClose }: Props) {
  const { t } = useTranslation();
  const [only] = tickets;
  const queues = useQueues().filter((queue) => tickets.some((ticket) => ticket.queue.id !== queue.id));
  const person = usePerson();
  // Of many, each has its own number: none is asked for, and none kept.
  const blank = { to: "", reason: "", promised: "", ...(tickets.length === 1 ? { number: only?.order_number ?? "" } : {}) };
  const { words, setWords, problem, isSending, send, close, cancel } = useWords<Words>(askOf("hand_over", tickets), blank);
  const { to, reason, promised, number = "" } = words;
  const queue = queues.find((each) => each.id === to);
  const body: HandOverRequest = { queue_id: to, reason: reason.trim(), promised: promised.trim(), order_number: number.trim() || null };
  const isComplete = queue !== undefined && body.reason !== "" && body.promised !== "";

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!isComplete) return;
    void send(async () => {
      const { problem: refusal } = await carryOutOrSay(tickets, handOver(body, queue.name), {
        keep: (left) => keepWords(person.id, askOf("hand_over", left), words),
        again: "hand_over",
      });
      if (refusal === null) close(onClose);
      return refusal;
    });
  }

  return (
    <Dialog title={titleFor(t("work.handOver"), tickets, t)} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p className="quiet">{t("work.handOverText")}</p>
        <Field text={t("work.handOverTo")} fault={undefined}>
          <select data-focus required value={to} onChange={(event) => setWords({ ...words, to: event.target.value })}>
            <option value="">{t("work.choose")}</option>
            {queues.map((each) => (
              <option key={each.id} value={each.id}>
                {each.name}
              </option>
            ))}
          </select>
        </Field>
        <Field text={t("work.handOverReason")} fault={undefined}>
          <input required maxLength={500} value={reason} onChange={(event) => setWords({ ...words, reason: event.target.value })} />
        </Field>
        <Field text={t("work.promised")} hint={t("work.promisedHint")} fault={undefined}>
          <input required maxLength={500} value={promised} onChange={(event) => setWords({ ...words, promised: event.target.value })} />
        </Field>
        {tickets.length === 1 ? (
          <Field
            text={t("ticket.order")}
            {...(queue?.needs_order_number ? { hint: t("work.orderNeeded") } : {})}
            fault={undefined}
          >
            <input
              maxLength={40}
              required={queue?.needs_order_number ?? false}
              value={number}
              onChange={(event) => setWords({ ...words, number: event.target.value })}
            />
          </Field>
        ) : null}
        {problem ? (
          <p className="fault" role="alert">
            {explain(problem)}
          </p>
        ) : null}
        <FormFoot busy={isSending} unready={!isComplete} text={t("work.handOver")} onCancel={() => cancel(onClose)} />
      </form>
    </Dialog>
  );
}
