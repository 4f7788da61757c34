import { useState, type SubmitEvent, type ReactNode } from "react";
import { Dialog } from "../ui/Dialog";
import { FormFoot } from "../ui/FormFoot";

interface Props {
  title: string;
  text?: string;
  label: string;
  submit: string;
  children?: ReactNode;
  onClose: () => void;
  onSubmit: (reason: string) => void;
}

/** Asks for one sentence that goes into the ticket's history. */
export function ReasonDialog({ title, text, label, submit, children, onClose, onSubmit }: Props) {
  const [reason, setReason] = useState("");

  function send(event: SubmitEvent) {
    event.preventDefault();
    if (reason.trim() !== "") onSubmit(reason.trim());
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={send} className="stack">
        {text ? <p>{text}</p> : null}
        {children}
        <label className="field">
          <span>{label}</span>
          <input data-focus required maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <FormFoot busy={false} unready={reason.trim() === ""} text={submit} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
