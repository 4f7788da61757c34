import { useTranslation } from "react-i18next";
import type { RuleDefinition } from "../api/leadTypes";
import { platformName } from "../ui/marks";

/** When a rule holds, in one line. */
export function useConditionsText(): (when: RuleDefinition["when"]) => string {
  const { t, i18n } = useTranslation();
  return (when) => {
    const parts = [
      (when?.words ?? []).join(" / "),
      when?.pattern ? `/${when.pattern}/` : "",
      (when?.author_tiers ?? []).map((tier) => (tier === null ? "" : t(`tier.${tier}`))).join(" / "),
      when?.min_followers == null ? "" : t("learn.rule.atLeast", { count: when.min_followers }),
      when?.max_followers == null ? "" : t("learn.rule.atMost", { count: when.max_followers }),
      (when?.channels ?? []).map((channel) => platformName(channel, i18n.language)).join(" / "),
      (when?.accounts ?? []).join(" / "),
      (when?.languages ?? []).join(" / "),
      (when?.labels ?? []).map((label) => t(`label.${label}`)).join(" / "),
      when?.confidence_below == null ? "" : t("learn.rule.below", { share: when.confidence_below }),
    ].filter((part) => part !== "");
    return parts.join(" + ");
  };
}
