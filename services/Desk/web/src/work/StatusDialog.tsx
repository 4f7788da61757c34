import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TicketDetail, TicketRow } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { noReplyNeeded, reopen, resolve, resume, wait } from "../ticket/actions";
import { carryOut, carryOutOrSay, type Deed } from "../ticket/carryOut";
import { askOf } from "../ticket/asks";
import { keepWords } from "../ticket/keptWords";
import { ReasonDialog } from "../ticket/ReasonDialog";
import { Dialog } from "../ui/Dialog";
import { Icon, type IconName } from "../ui/Icon";
import { Picker } from "../ui/Picker";
import { titleFor } from "./titleFor";

export type Step = "waitCustomer" | "waitThird" | "resume" | "noReply" | "resolve" | "reopen";

interface Props {
  tickets: readonly TicketRow[];
  begin?: Step;
  onClose: () => void;
}

const steps: readonly { step: Step; action: string; icon: IconName }[] = [
  { step: "waitCustomer", action: "wait", icon: "pause" },
  { step: "waitThird", action: "wait", icon: "pause" },
  { step: "resume", action: "resume", icon: "next" },
  { step: "noReply", action: "no_reply_needed", icon: "speech" },
  { step: "resolve", action: "resolve", icon: "check" },
  { step: "reopen", action: "reopen", icon: "reopen" },
];

/** Where a ticket may go from where it stands, and why. */
export function StatusDialog({ tickets, begin, onClose }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const [step, setStep] = useState<Step | null>(begin ?? null);
  const [isAgain, setAgain] = useState(false);
  const open = steps.filter(({ action }) => tickets.some((ticket) => mayBe(ticket, action)));
  const unanswered = tickets.some((ticket) => ticket.oldest_unanswered_at);

  function carry(deed: Deed) {
    void carryOut(tickets, deed);
    onClose();
  }

  function choose(chosen: Step) {
    if (chosen === "resume") carry(resume);
    else if (chosen === "resolve" && !unanswered) carry(resolve(null));
    else setStep(chosen);
  }

  const waits = step === "waitCustomer" || step === "waitThird";
  const what = waits ? "wait" : (step ?? "status");

  async function because(reason: string) {
    const { problem } = await carryOutOrSay(isAgain ? tickets.map(asItIs) : tickets, deedFor(step, reason), {
      keep: (left) => keepWords(person.id, askOf(what, left), reason),
      again: step ?? "resolve",
    });
    if (problem === null) onClose();
    setAgain(problem !== null);
    return problem;
  }

  if (step === null || step === "resume") {
    return (
      <Dialog title={titleFor(t("work.status"), tickets, t)} onClose={onClose}>
        <Picker
          numbered
          label={t("work.status")}
          empty={t("work.nothing")}
          choices={open.map(({ step: each, icon }) => ({ id: each, icon, text: t(`work.step.${each}`), pick: () => choose(each) }))}
        />
      </Dialog>
    );
  }

  return (
    <ReasonDialog
      key={what}
      ask={askOf(what, tickets)}
      title={titleFor(waits ? t("action.waitTitle") : t(`work.step.${step}`), tickets, t)}
      {...(step === "resolve" ? { text: t("action.resolveText") } : {})}
      label={step === "resolve" || step === "noReply" ? t("action.resolveReason") : t("action.waitReason")}
      submit={waits ? t("action.wait") : t(`work.step.${step}`)}
      onClose={onClose}
      onSubmit={because}
    >
      {waits && unanswered ? (
        <p className="caution">
          <Icon name="warning" size={14} /> {t("action.waitFlag")}
        </p>
      ) : null}
      {waits ? (
        <div className="choices">
          <label>
            <input type="radio" name="whom" checked={step === "waitCustomer"} onChange={() => setStep("waitCustomer")} />
            {t("action.waitCustomer")}
          </label>
          <label>
            <input type="radio" name="whom" checked={step === "waitThird"} onChange={() => setStep("waitThird")} />
            {t("action.waitThird")}
          </label>
        </div>
      ) : null}
    </ReasonDialog>
  );
}

/** What the server says of a ticket that was looked at; for others its word comes with the attempt. */
function mayBe(ticket: TicketRow, action: string): boolean {
  return queryClient.getQueryData<TicketDetail>(keys.ticket(ticket.id))?.actions.includes(action) ?? action !== "reopen";
}

/** The ticket after somebody was told that it has changed. */
function asItIs(ticket: TicketRow): TicketRow {
  return queryClient.getQueryData<TicketDetail>(keys.ticket(ticket.id))?.ticket ?? ticket;
}

function deedFor(step: Step | null, reason: string): Deed {
  switch (step) {
    case "waitCustomer":
      return wait("customer", reason);
    case "waitThird":
      return wait("third_party", reason);
    case "noReply":
      return noReplyNeeded(reason);
    case "reopen":
      return reopen(reason);
    default:
      return resolve(reason);
  }
}
