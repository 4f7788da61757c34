import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import type { Mode } from "./Composer";
import type { Then } from "./sending";

interface Props {
  mode: Mode;
  cannotSend: boolean;
  isSending: boolean;
  onSend: (then: Then) => void;
  /** Undefined where nothing can be answered. */
  onCanned: (() => void) | undefined;
}

export function ComposerFoot({ mode, cannotSend, isSending, onSend, onCanned }: Props) {
  const { t } = useTranslation();
  return (
    <footer>
      {mode === "note" ? (
        <button className="button primary" disabled={cannotSend} onClick={() => onSend("none")} title="Ctrl+Enter">
          {isSending ? t("ticket.sending") : t("ticket.addNote")}
        </button>
      ) : (
        <>
          <button className="button primary" disabled={cannotSend} onClick={() => onSend("none")} title="Ctrl+Enter">
            {isSending ? t("ticket.sending") : t("ticket.send")}
          </button>
          <button className="button" disabled={cannotSend} onClick={() => onSend("wait")}>
            <Icon name="pause" size={14} /> {t("ticket.sendWait")}
          </button>
          <button className="button" disabled={cannotSend} onClick={() => onSend("resolve")}>
            <Icon name="check" size={14} /> {t("ticket.sendResolve")}
          </button>
          <button className="button quiet push" disabled={!onCanned} onClick={onCanned} title=";">
            <Icon name="star" size={14} /> {t("ticket.canned")}
          </button>
        </>
      )}
    </footer>
  );
}
