import { useTranslation } from "react-i18next";
import type { ReplyCheck } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { personalWords } from "./personalWords";

interface Props {
  check: ReplyCheck;
  onEdit: () => void;
  onAnyway: () => void;
}

/** Nothing personal goes before everybody's eyes by mistake. */
export function PersonalDataDialog({ check, onEdit, onAnyway }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("personal.title")} onClose={onEdit}>
      <div className="stack">
        <p>{t("personal.text", { what: personalWords(check.personal_data, t) })}</p>
        <footer>
          <button className="button" onClick={onAnyway}>
            {t("personal.anyway")}
          </button>
          <button className="button primary" data-focus onClick={onEdit}>
            {t("conflict.edit.write")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
