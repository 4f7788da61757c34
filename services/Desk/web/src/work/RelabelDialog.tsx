import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { labels } from "../queue/views";
import { relabel } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { Dialog } from "../ui/Dialog";
import { Picker } from "../ui/Picker";
import { titleFor } from "./titleFor";

interface Props {
  tickets: readonly TicketRow[];
  onClose: () => void;
}

/** What the newest posts of these tickets are. */
export function RelabelDialog({ tickets, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={titleFor(t("action.relabel"), tickets, t)} onClose={onClose}>
      <Picker
        numbered
        label={t("action.relabel")}
        empty={t("work.nothing")}
        choices={labels.map((label) => ({
          id: label,
          text: t(`label.${label}`),
          hint: tickets.every((ticket) => ticket.label === label) ? t("work.now") : undefined,
          pick: () => {
            onClose();
            void carryOut(tickets, relabel(label));
          },
        }))}
      />
    </Dialog>
  );
}
