import type { TicketRow } from "../api/types";
import { authorName } from "../ui/marks";
import { FilterChip } from "./FilterChip";
import { listAddress, without, type Filters } from "./views";

/** Whose tickets the list is of, by the name that the rows have. */
export function AuthorChip({ filters, author, rows }: { filters: Filters; author: string; rows: readonly TicketRow[] }) {
  const known = rows.find((row) => row.author.id === author)?.author;
  return <FilterChip icon="person" text={known ? authorName(known) : author} to={listAddress(without(filters, "author"))} />;
}
