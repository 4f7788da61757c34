import { useTranslation } from "react-i18next";
import type { CannedAction } from "../api/types";
import { useQueues } from "../queue/team";
import { priorities } from "../queue/views";

/** What one step of a macro does, in words. */
export function useDescription(): (action: CannedAction) => string {
  const { t } = useTranslation();
  const queues = useQueues();
  return (action) => {
    switch (action.do) {
      case "resolve":
        return t("work.step.resolve");
      case "wait_customer":
        return t("work.step.waitCustomer");
      case "wait_third_party":
        return t("work.step.waitThird");
      case "priority": {
        const priority = priorities.find((each) => each === action.value);
        return t("event.priorityTo", { priority: priority ? t(`priority.${priority}`) : (action.value ?? "") });
      }
      case "hand_over":
        return t("event.handedOver", { queue: queues.find((queue) => queue.id === action.queue_id)?.name ?? "" });
      case "note":
        return `${t("ticket.note")}: ${action.value ?? ""}`;
      default:
        return action.do;
    }
  };
}
