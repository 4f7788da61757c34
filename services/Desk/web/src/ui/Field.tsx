import type { ReactNode } from "react";

/** A labelled input with what is wrong with it, or else a hint. */
export function Field({ text, hint, fault, children }: { text: string; hint?: string; fault: string | undefined; children: ReactNode }) {
  return (
    <label className="field">
      <span>{text}</span>
      {children}
      {fault ? (
        <span className="fault" role="alert">
          {fault}
        </span>
      ) : hint ? (
        <span className="quiet">{hint}</span>
      ) : null}
    </label>
  );
}
