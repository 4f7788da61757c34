import { useTranslation } from "react-i18next";
import type { PolicyDefinition } from "../api/leadTypes";
import { useQueues } from "../queue/team";
import { platformName } from "../ui/marks";

/** Which tickets a policy is for, in one line. */
export function useMatchText(): (match: PolicyDefinition["match"]) => string {
  const { t, i18n } = useTranslation();
  const queues = useQueues();
  return (match) => {
    const parts = [
      (match?.labels ?? []).map((label) => t(`label.${label}`)),
      (match?.priorities ?? []).map((priority) => t(`priority.${priority}`)),
      (match?.tiers ?? []).map((tier) => t(`tier.${tier}`)),
      (match?.channels ?? []).map((channel) => platformName(channel, i18n.language)),
      match?.accounts ?? [],
      (match?.queues ?? []).map((id) => queues.find((queue) => queue.id === id)?.name ?? id),
    ].filter((part) => part.length > 0);
    return parts.length === 0 ? t("rules.policy.everything") : parts.map((part) => part.join(" / ")).join(" + ");
  };
}
