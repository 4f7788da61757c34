import { useTranslation } from "react-i18next";
import { Icon } from "./Icon";
import { dismiss, useToasts } from "./toast";

/** What an action came to, said in passing. */
export function Toasts() {
  const toasts = useToasts();
  const { t } = useTranslation();
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <div key={toast.id} className={`toast ${toast.tone}`}>
          <Icon name={toast.tone === "good" ? "check" : "warning"} />
          <span>{toast.text}</span>
          <button className="icon-button" onClick={() => dismiss(toast.id)} aria-label={t("app.close")}>
            <Icon name="x" size={13} />
          </button>
        </div>
      ))}
    </div>
  );
}
