import type { TFunction } from "i18next";
import type { TicketRow } from "../api/types";

/** A dialog says for which ticket it is, or for how many. */
export function titleFor(title: string, tickets: readonly TicketRow[], t: TFunction): string {
  const [only] = tickets;
  return `${title} · ${tickets.length === 1 && only ? only.number : t("work.many", { count: tickets.length })}`;
}
