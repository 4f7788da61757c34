import type { SubmitEvent, ReactNode } from "react";
import type { ApiProblem } from "../api/problem";
import { Dialog } from "../ui/Dialog";
import { FormFoot } from "../ui/FormFoot";
import { explain } from "./carryOut";
import type { Ask } from "./keptWords";
import { useWords } from "./useWords";

interface Props {
  ask: Ask;
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
export function ReasonDialog({ ask, title, text, label, submit, children, onClose, onSubmit }: Props) {
  const { words: reason, setWords, problem, isSending, send, cancel } = useWords(ask, "");

  function sendReason(event: SubmitEvent) {
    event.preventDefault();
    if (reason.trim() !== "") void send(() => onSubmit(reason.trim()));
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={sendReason} className="stack">
        {text ? <p>{text}</p> : null}
        {children}
        <label className="field">
          <span>{label}</span>
          <input data-focus required maxLength={500} value={reason} onChange={(event) => setWords(event.target.value)} />
        </label>
        {problem ? (
          <p className="fault" role="alert">
            {explain(problem)}
          </p>
        ) : null}
        <FormFoot busy={isSending} unready={reason.trim() === ""} text={submit} onCancel={() => cancel(onClose)} />
      </form>
    </Dialog>
  );
}
