import { useState, type SubmitEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "../ui/Dialog";

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
  const { t } = useTranslation();
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
        <footer>
          <button type="button" className="button" onClick={onClose}>
            {t("app.cancel")}
          </button>
          <button className="button primary" disabled={reason.trim() === ""}>
            {submit}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
