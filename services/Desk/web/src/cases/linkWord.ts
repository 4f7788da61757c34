import type { TFunction } from "i18next";

/** What another ticket is to this one; a kind that this desk does not know is shown by its own name. */
export function linkWord(kind: string, t: TFunction): string {
  switch (kind) {
    case "related":
    case "duplicate_of":
    case "has_duplicate":
    case "caused_by":
    case "causes":
    case "split_from":
    case "split_off":
    case "merged_into":
    case "merged_from":
      return t(`cases.kind.${kind}`);
    default:
      return kind;
  }
}
