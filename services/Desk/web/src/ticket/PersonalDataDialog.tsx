import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ReplyCheck } from "../api/types";
import { Dialog } from "../ui/Dialog";

interface Props {
  check: ReplyCheck;
  onEdit: () => void;
  onAnyway: () => void;
}

/** The words for what a reply gives away; a kind that this desk does not know is shown by its own name. */
export function personalWords(kinds: readonly string[], t: TFunction): string {
  return kinds
    .map((kind) => {
      switch (kind) {
        case "phone":
        case "email":
        case "id_card":
        case "bank_card":
        case "order_number":
          return t(`personal.${kind}`);
        default:
          return kind;
      }
    })
    .join(t("personal.and"));
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
