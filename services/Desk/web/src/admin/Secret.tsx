import { useTranslation } from "react-i18next";
import { copyText } from "../ui/copyLink";
import { Dialog } from "../ui/Dialog";
import { Icon } from "../ui/Icon";

/** A secret that is shown this once. */
export function Secret({ title, secret, onClose }: { title: string; secret: string; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={title} onClose={onClose}>
      <div className="stack">
        <p>{t("admin.secretOnce")}</p>
        <pre className="body" data-testid="secret">
          {secret}
        </pre>
        <footer>
          <button type="button" className="button" onClick={() => void copyText(secret, t("admin.copiedSecret"))}>
            <Icon name="copy" size={14} /> {t("admin.copySecret")}
          </button>
          <button type="button" className="button primary" data-focus onClick={onClose}>
            {t("app.close")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
