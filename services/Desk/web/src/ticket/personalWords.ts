import type { TFunction } from "i18next";

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
    .join(t("app.comma"));
}
