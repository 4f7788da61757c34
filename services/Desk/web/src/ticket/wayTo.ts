import i18next from "i18next";
import type { TicketRow } from "../api/types";
import { ticketAddress } from "../queue/views";
import type { Way } from "../ui/toast";

/** Back to a ticket that one has left. */
export function wayTo(ticket: TicketRow): Way {
  return { to: ticketAddress(ticket.id, { view: "all" }), text: i18next.t("palette.open", { number: ticket.number }) };
}
