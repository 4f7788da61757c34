import type { InfiniteData } from "@tanstack/react-query";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import type { LiveChange, TicketDetail, TicketRow } from "../api/types";
import { learnServerTime } from "../ui/time";

export interface ListPage {
  items: TicketRow[];
  next: string | null;
}
export type ListData = InfiniteData<ListPage, string | null>;

/** Lists longer than this are not fetched anew for each change: their changed rows are. */
const fetchedWhole = 3;
const gather = 80;
const atMostRows = 20;

let waiting = new Map<number, number>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** What came in over the live stream: a burst of changes becomes one look. */
export function ticketsChanged(changes: readonly LiveChange[]): void {
  for (const change of changes) {
    waiting.set(change.ticket_id, Math.max(change.version, waiting.get(change.ticket_id) ?? 0));
  }
  timer ??= setTimeout(() => {
    timer = undefined;
    const now = waiting;
    waiting = new Map();
    void look(now);
  }, gather);
}

async function look(changed: ReadonlyMap<number, number>): Promise<void> {
  const newer = [...changed].filter(([id, version]) => !isKnown(id, version));
  for (const [id] of newer) void queryClient.invalidateQueries({ queryKey: keys.ticket(id) });
  const long: number[] = [];
  for (const query of queryClient.getQueryCache().findAll({ queryKey: keys.lists })) {
    const data = query.state.data as ListData | undefined;
    if (query.isActive() && data && data.pages.length > fetchedWhole) {
      const shown = new Set(data.pages.flatMap((page) => page.items.map((row) => row.id)));
      long.push(...newer.map(([id]) => id).filter((id) => shown.has(id)));
    } else {
      void queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
    }
  }
  await Promise.all([...new Set(long)].slice(0, atMostRows).map(fetchRow));
}

/** True where the page has this version already, because it made the change itself. */
function isKnown(id: number, version: number): boolean {
  const detail = queryClient.getQueryData<TicketDetail>(keys.ticket(id));
  return detail !== undefined && detail.ticket.version >= version;
}

async function fetchRow(id: number): Promise<void> {
  try {
    const detail = await take(router.GET("/tickets/{id}", { params: { path: { id } } }));
    rememberTicket(detail);
  } catch {
    // The row shows what it showed; the next look at the list sets it right.
  }
}

/** Puts a ticket that an answer brought wherever it is shown. */
export function rememberTicket(detail: TicketDetail): void {
  for (const clock of detail.clocks) learnServerTime(clock.as_of);
  const known = queryClient.getQueryData<TicketDetail>(keys.ticket(detail.ticket.id));
  if (known && known.ticket.version > detail.ticket.version) return;
  queryClient.setQueryData(keys.ticket(detail.ticket.id), detail);
  patchRow(detail.ticket);
}

export function patchRow(row: TicketRow): void {
  queryClient.setQueriesData<ListData>({ queryKey: keys.lists }, (data) => data && withRow(data, row));
}

/** The same list with one row brought up to date; the same object where it does not hold the row. */
export function withRow(data: ListData, row: TicketRow): ListData {
  if (!data.pages.some((page) => page.items.some((item) => item.id === row.id && item.version <= row.version))) return data;
  return {
    ...data,
    pages: data.pages.map((page) => ({
      ...page,
      items: page.items.map((item) => (item.id === row.id && item.version <= row.version ? row : item)),
    })),
  };
}
