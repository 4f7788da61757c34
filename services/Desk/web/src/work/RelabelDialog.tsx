import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { relabel } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { LabelDialog } from "./LabelDialog";
import { titleFor } from "./titleFor";

interface Props {
  tickets: readonly TicketRow[];
  onClose: () => void;
}

/** What the newest posts of these tickets are. */
export function RelabelDialog({ tickets, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <LabelDialog
      title={titleFor(t("action.relabel"), tickets, t)}
      isNow={(label) => tickets.every((ticket) => ticket.label === label)}
      onPick={(label) => void carryOut(tickets, relabel(label))}
      onClose={onClose}
    />
  );
}
