import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { priorities } from "../queue/views";
import { setPriority } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { Dialog } from "../ui/Dialog";
import { Picker } from "../ui/Picker";
import { titleFor } from "./titleFor";

interface Props {
  tickets: readonly TicketRow[];
  onClose: () => void;
}

export function PriorityDialog({ tickets, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={titleFor(t("action.priority"), tickets, t)} onClose={onClose}>
      <Picker
        numbered
        label={t("action.priority")}
        empty={t("work.nothing")}
        choices={priorities.map((priority) => ({
          id: priority,
          text: t(`priority.${priority}`),
          hint: tickets.every((ticket) => ticket.priority === priority) ? t("work.now") : undefined,
          pick: () => {
            onClose();
            void carryOut(tickets, setPriority(priority));
          },
        }))}
      />
    </Dialog>
  );
}
