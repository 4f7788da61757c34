import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ProblemLine } from "./ProblemLine";

interface Props {
  /** What went wrong with it; faults of fields that are shown stand there. */
  error?: unknown;
  shown?: readonly string[];
  busy: boolean;
  /** There is nothing to send yet. */
  unready?: boolean;
  /** What the button says; to save unless told otherwise. */
  text?: ReactNode;
  onCancel: () => void;
  /** What else can be done, before the two that every form has. */
  children?: ReactNode;
}

/** The end of every form: what went wrong, the way out, and the button that sends it. */
export function FormFoot({ error, shown = [], busy, unready = false, text, onCancel, children }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <ProblemLine error={error} shown={shown} />
      <footer>
        {children}
        <button type="button" className="button" onClick={onCancel}>
          {t("app.cancel")}
        </button>
        <button className="button primary" disabled={busy || unready} aria-busy={busy}>
          {text ?? t("app.save")}
        </button>
      </footer>
    </>
  );
}
