import type { TFunction } from "i18next";
import type { NotificationView } from "../api/types";

/** What a kind of notice is called; one that this desk does not know is shown by its own name. */
export function kindWord(kind: string, t: TFunction): string {
  switch (kind) {
    case "mentioned":
    case "handed_over":
    case "hand_over_accepted":
    case "hand_over_bounced":
    case "lead_told":
      return t(`notices.of.${kind}`);
    case "clock.warn":
      return t("notices.of.warn");
    case "clock.breach":
      return t("notices.of.breach");
    case "clock.escalate":
      return t("notices.of.escalate");
    default:
      return kind;
  }
}

/** What a notice says; a kind that this desk does not know is shown by its own name. */
export function noticeText({ kind, by }: NotificationView, t: TFunction): string {
  switch (kind) {
    case "mentioned":
    case "handed_over":
    case "hand_over_accepted":
    case "hand_over_bounced":
      return t(`notices.kind.${kind}`, { name: by === "system" ? t("event.system") : by });
    case "lead_told":
      return t("notices.kind.lead_told");
    case "clock.warn":
      return t("notices.kind.warn");
    case "clock.breach":
      return t("notices.kind.breach");
    case "clock.escalate":
      return t("notices.kind.escalate");
    default:
      return kind;
  }
}
