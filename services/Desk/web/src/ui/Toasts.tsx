import type { KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { useShortcuts } from "../app/shortcuts";
import { Icon } from "./Icon";
import { dismiss, useToasts, type Toast } from "./toast";

/** What an action came to, said in passing. */
export function Toasts() {
  const toasts = useToasts();
  const { t } = useTranslation();
  // What stays until it is put away is meant first; what goes by itself only where the page has nothing for the key.
  useShortcuts({ Escape: puttingAway(toasts.findLast((toast) => toast.way)) }, { rank: "before" });
  useShortcuts({ Escape: puttingAway(toasts.at(-1)) }, { rank: "after" });
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone}`}>
          <Icon name={toast.tone === "good" ? "check" : "warning"} />
          <span>
            {toast.text}
            {toast.way ? (
              <>
                {" "}
                <Link to={toast.way.to} onClick={() => dismiss(toast.id)} onKeyDown={(event) => leave(event, toast.id)}>
                  {toast.way.text}
                </Link>
              </>
            ) : null}
          </span>
          <button
            className="icon-button"
            onClick={() => dismiss(toast.id)}
            onKeyDown={(event) => leave(event, toast.id)}
            aria-label={t("app.close")}
          >
            <Icon name="x" size={13} />
          </button>
        </div>
      ))}
    </div>
  );
}

function puttingAway(toast: Toast | undefined): (() => void) | undefined {
  return toast && (() => dismiss(toast.id));
}

/** Escape is meant for what has the focus: the page behind does not hear it. */
function leave(event: KeyboardEvent, id: number) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  dismiss(id);
}
