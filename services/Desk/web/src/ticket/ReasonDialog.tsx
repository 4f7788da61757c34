import { useState, type SubmitEvent, type ReactNode } from "react";
import type { ApiProblem } from "../api/problem";
import { Dialog } from "../ui/Dialog";
import { FormFoot } from "../ui/FormFoot";
import { explain } from "./carryOut";

interface Props {
  title: string;
  text?: string;
  label: string;
  submit: string;
  children?: ReactNode;
  onClose: () => void;
  /** Null once it is done; with a problem what was typed stays, to be sent again. */
  onSubmit: (reason: string) => Promise<ApiProblem | null>;
}

/** Asks for one sentence that goes into the ticket's history. */
export function ReasonDialog({ title, text, label, submit, children, onClose, onSubmit }: Props) {
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isSending, setSending] = useState(false);

  async function send(event: SubmitEvent) {
    event.preventDefault();
    if (reason.trim() === "" || isSending) return;
    setSending(true);
    setProblem(await onSubmit(reason.trim()));
    setSending(false);
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={(event) => void send(event)} className="stack">
        {text ? <p>{text}</p> : null}
        {children}
        <label className="field">
          <span>{label}</span>
          <input data-focus required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        {problem ? (
          <p className="fault" role="alert">
            {explain(problem)}
          </p>
        ) : null}
        <FormFoot busy={isSending} unready={reason.trim() === ""} text={submit} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
