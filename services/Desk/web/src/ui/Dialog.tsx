import { useId, useLayoutEffect, useRef, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useShortcuts } from "../app/shortcuts";
import { Icon } from "./Icon";

interface Props {
  title: string;
  onClose: () => void;
  children: ReactNode;
  wide?: boolean;
  /** At the top of the page, where its height may change without a jump. */
  top?: boolean;
}

/** The browser's own modal dialog: it holds the focus, Escape closes it, and the page behind hears no keys. */
export function Dialog({ title, onClose, children, wide = false, top = false }: Props) {
  const { t } = useTranslation();
  const element = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useShortcuts({}, { exclusive: true });
  useLayoutEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    // By itself the browser would give the focus back without the caret: what is typed then would be nowhere.
    if (before instanceof HTMLElement) before.blur();
    dialog?.showModal();
    // What one came to do has the focus, never the button that closes: a space typed in haste must not be lost.
    (dialog?.querySelector<HTMLElement>("[data-focus]") ?? dialog)?.focus();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={element}
      tabIndex={-1}
      className={`dialog${wide ? " wide" : ""}${top ? " top" : ""}`}
      aria-labelledby={heading}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header>
        <h2 id={heading}>{title}</h2>
        <button type="button" className="icon-button" onClick={onClose} aria-label={t("app.close")}>
          <Icon name="x" />
        </button>
      </header>
      {children}
    </dialog>
  );
}
