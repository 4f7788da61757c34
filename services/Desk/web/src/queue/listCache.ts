import type { InfiniteData, Query } from "@tanstack/react-query";
import { atMostEvery } from "../app/atMostEvery";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import type { LiveChange, TicketDetail, TicketRow } from "../api/types";
import { learnServerTime } from "../ui/time";

export interface ListPage {
  items: TicketRow[];
  next: string | null;
}
/** Where a page begins, and how many rows it has. */
export interface From {
  readonly cursor: string | null;
  readonly limit: number;
}
export type ListData = InfiniteData<ListPage, From>;

/** Lists longer than this are not fetched anew for each change: their changed rows are. */
const fetchedWhole = 3;
const shortPage = 50;
const longPage = 200;
const gather = 80;
const atMostRows = 20;
/** How often tickets that are not shown, and may belong there now, have the lists fetched. */
const others = 1_000;

export const firstPage: From = { cursor: null, limit: shortPage };

/** What comes after so many pages: whoever goes that far goes on, and each page that comes has the whole list looked through. */
export function pageAfter(last: ListPage, all: readonly ListPage[]): From | null {
  return last.next === null ? null : { cursor: last.next, limit: all.length < fetchedWhole ? shortPage : longPage };
}

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
  const newer = [...changed].filter(([id, version]) => !isKnown(id, version)).map(([id]) => id);
  for (const id of newer) void queryClient.invalidateQueries({ queryKey: keys.ticket(id) });
  const long: number[] = [];
  for (const query of lists()) {
    const pages = (query.state.data as ListData | undefined)?.pages ?? [];
    const shown = pages.flatMap((page) => page.items.filter((row) => changed.has(row.id)).map((row) => row.id));
    if (isLong(query)) long.push(...newer.filter((id) => shown.includes(id)));
    else if (shown.length > 0) void refresh(query);
  }
  lookForOthers();
  await Promise.all([...new Set(long)].slice(0, atMostRows).map(fetchRow));
}

const lookForOthers = atMostEvery(others, () => {
  for (const query of lists()) if (!isLong(query)) void refresh(query);
});

function lists(): Query[] {
  return queryClient.getQueryCache().findAll({ queryKey: keys.lists });
}

function isLong(query: Query): boolean {
  return query.isActive() && pagesOf(query) > fetchedWhole;
}

function pagesOf(query: { state: { data?: unknown } }): number {
  return (query.state.data as ListData | undefined)?.pages.length ?? 0;
}

const waited = new Set<string>();

/** Fetches a list anew once what is under way has come: broken off for each change, its answer would never come in a busy hour. */
async function refresh(query: Query): Promise<void> {
  if (waited.has(query.queryHash)) return;
  if (query.state.fetchStatus === "fetching") {
    waited.add(query.queryHash);
    await query.promise?.catch(() => undefined);
    waited.delete(query.queryHash);
  }
  await queryClient.invalidateQueries({ queryKey: query.queryKey, exact: true });
}

/** A list of many pages is fetched whole, page after page: the longer it is the less often that may be, in milliseconds. */
export function atLeast(milliseconds: number, query: { state: { data?: unknown } }): number {
  return milliseconds * Math.max(1, pagesOf(query) / fetchedWhole);
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

/** Shows a row that was read in passing, where it is newer than what the lists show: to read ahead draws nothing anew. */
export function learnRow(row: TicketRow): void {
  const isOlder = (data: ListData) => data.pages.some((page) => page.items.some((item) => item.id === row.id && item.version < row.version));
  queryClient.setQueriesData<ListData>({ queryKey: keys.lists }, (data) => data && (isOlder(data) ? withRow(data, row) : data));
}

/** The same list with one row brought up to date; the same object where it does not hold the row, or a newer one. */
export function withRow(data: ListData, row: TicketRow): ListData {
  return changed(data, row.id, (shown) => (shown.version <= row.version ? row : shown));
}

/** The same list with one row changed; pages that do not hold it stay the same objects, and so does the list where none does. */
export function changed(data: ListData, id: number, change: (row: TicketRow) => TicketRow): ListData {
  const pages = data.pages.map((page) => {
    const place = page.items.findIndex((row) => row.id === id);
    const before = page.items[place];
    const after = before && change(before);
    return after === before || after === undefined ? page : { ...page, items: page.items.with(place, after) };
  });
  return pages.some((page, index) => page !== data.pages[index]) ? { ...data, pages } : data;
}
