import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { TicketDetail } from "../api/types";
import { keys } from "../app/queries";
import { moment } from "../ui/Age";
import { authorName } from "../ui/marks";
import { Picker, type Choice } from "../ui/Picker";

export interface Picked {
  readonly id: number;
  readonly number: string;
}

/** Another ticket: the same author's first, then whatever is searched for. */
export function TicketPicker({ detail, label, onPick }: { detail: TicketDetail; label: string; onPick: (ticket: Picked) => void }) {
  const { t, i18n } = useTranslation();
  const [typed, setTyped] = useState("");
  const found = useTicketSearch(typed);
  const known: Choice[] = detail.author_tickets
    .filter((ticket) => ticket.id !== detail.ticket.id)
    .map((ticket) => ({
      id: String(ticket.id),
      text: `${ticket.number} ${authorName(detail.ticket.author)}`,
      group: t("cases.sameAuthor"),
      hint: `${t(`status.${ticket.status}`)} · ${moment(ticket.opened_at, i18n.language)}`,
      pick: () => onPick(ticket),
    }));
  const others: Choice[] = found
    .filter((row) => row.id !== detail.ticket.id)
    .map((row) => ({
      id: String(row.id),
      text: `${row.number} ${authorName(row.author)}`,
      group: t("cases.found"),
      hint: row.first_line,
      pick: () => onPick(row),
    }));
  return (
    <Picker label={label} empty={t("cases.noneFound")} choices={typed.trim() === "" ? known : others} onTyped={setTyped} />
  );
}

/** Tickets by number, order number or author, as the server finds them. */
export function useTicketSearch(typed: string) {
  const q = typed.trim();
  return (
    useQuery({
      queryKey: [...keys.search, q],
      queryFn: ({ signal }) => take(router.GET("/tickets", { params: { query: { view: "all", q, limit: 8 } }, signal })),
      enabled: q !== "",
      placeholderData: (before) => before,
    }).data?.items ?? []
  );
}
