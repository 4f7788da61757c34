import type { AuthorTier, ClockKind, Label, Priority, TicketStatus } from "../api/types";

/** The views of the queue in the order in which they are worked. */
export const views = [
  "mine",
  "unassigned",
  "team",
  "due_soon",
  "overdue",
  "waiting_customer",
  "handed_in",
  "handed_over",
  "reopened",
  "snoozed",
  "needs_review",
  "resolved",
  "all",
] as const;
/** As they are listed, with praise, which is no work, among them. */
export const sideViews = [...views.slice(0, -2), "praise" as const, ...views.slice(-2)];
/** Lists that a figure of the board opens; nobody works through them day by day. */
const lists = ["unanswered", "in_work", "in_time", "without_agent"] as const;
export type View = (typeof views)[number] | (typeof lists)[number];

export const clockKinds: readonly ClockKind[] = ["first_response", "next_response", "resolution", "total_resolution", "acceptance"];
export const tiers: readonly AuthorTier[] = ["standard", "vip", "media", "staff", "blocked"];
export const labels: readonly Label[] = ["complaint", "praise", "question", "other"];
export const priorities: readonly Priority[] = ["urgent", "high", "normal", "low"];
export const ticketStatuses: readonly TicketStatus[] = [
  "new",
  "open",
  "reopened",
  "waiting_customer",
  "waiting_third_party",
  "handed_over",
  "resolved",
  "closed",
];

/** Which tickets a list shows; all of it stands in the address. */
export interface Filters {
  view: View;
  q?: string;
  /** Whose posts they are, by the platform's id. */
  author?: string;
  label?: string[];
  priority?: string[];
  channel?: string[];
  account?: string[];
  status?: string[];
  queue?: string[];
  assignee?: string[];
  /** Tickets that count in one hour of the week, `2-14`, as the board's heat counts them. */
  hour?: string;
  counted?: Counted;
  weeks?: number;
  /** Tickets of which promises of this clock came to a result in a span, as the board counts them. */
  promise?: ClockKind;
  result?: Result;
  /** Of what was stopped: what took at least so many working seconds. */
  took?: number;
  /** Whose the promises were when they came to that. */
  promise_queue?: string;
  promise_agent?: string;
  promise_policy?: string;
  /** Of what they had none then. */
  promise_without?: Owner;
  /** Tickets that this agent paused in a span, as the report on pauses counts them. */
  paused_by?: string;
  paused?: Paused;
  /** Tickets that were handed over in a span, by what came of it. */
  handed_over?: Outcome;
  /** Tickets that came back in a span, by the cause. */
  reopened?: ReopenCause | "any";
  from?: string;
  to?: string;
}

export type Counted = "arrivals" | "breaches";
const results = ["met", "breached", "stopped"] as const;
export type Result = (typeof results)[number];
export type Paused = "set" | "lasting";
export const outcomes = ["pending", "accepted", "refused", "timed_out", "withdrawn", "ended"] as const;
export type Outcome = (typeof outcomes)[number];
export const reopenCauses = ["customer_unhappy", "new_question", "unclear_post", "relabelled", "by_person"] as const;
export type ReopenCause = (typeof reopenCauses)[number];
const ownerKinds = ["queue", "agent", "policy"] as const;
export type Owner = (typeof ownerKinds)[number];
/** Together they say which figure a list is of. */
export const figureParts: readonly (keyof Filters)[] = [
  "hour",
  "counted",
  "weeks",
  "promise",
  "result",
  "took",
  "promise_queue",
  "promise_agent",
  "promise_policy",
  "promise_without",
  "paused_by",
  "paused",
  "handed_over",
  "reopened",
  "from",
  "to",
];

/** What each narrows a list by one word. */
const narrowings = ["label", "priority", "channel", "account", "status", "queue", "assignee"] as const;
export type Narrowing = (typeof narrowings)[number];

/** Whether the server says how many there are without listing them. */
export function isCounted(view: View): view is Exclude<(typeof views)[number], "all"> {
  return view !== "all" && isWorked(view);
}

/** Whether people work through it day by day: then it has words of its own for when nothing is left. */
export function isWorked(view: View): view is (typeof views)[number] {
  return (views as readonly View[]).includes(view);
}

export function isView(text: string | null): text is View {
  return ([...views, ...lists] as readonly (string | null)[]).includes(text);
}

/** Reads the filters out of an address. */
export function readFilters(view: string | null, search: URLSearchParams): Filters {
  const filters: Filters = { view: isView(view) ? view : "all" };
  const q = search.get("q")?.trim();
  if (q) filters.q = q;
  const author = search.get("author");
  if (author) filters.author = author;
  for (const name of narrowings) {
    const values = search.getAll(name).filter((value) => value !== "");
    if (values.length > 0) filters[name] = values;
  }
  const hour = search.get("hour");
  if (hour && /^[1-7]-\d\d?$/.test(hour)) {
    filters.hour = hour;
    filters.counted = search.get("counted") === "breaches" ? "breaches" : "arrivals";
    const weeks = Number(search.get("weeks"));
    if (Number.isInteger(weeks) && weeks > 0) filters.weeks = weeks;
  }
  return { ...filters, ...readFigure(search) };
}

/** Which figure of a span is meant: all of it, or nothing. */
function readFigure(search: URLSearchParams): Partial<Filters> {
  const [from, to] = [search.get("from") ?? "", search.get("to") ?? ""];
  if (search.has("hour") || !(Date.parse(from) < Date.parse(to))) return {};
  const pausedBy = search.get("paused_by");
  const handedOver = outcomes.find((outcome) => outcome === search.get("handed_over"));
  const reopened = [...reopenCauses, "any" as const].find((cause) => cause === search.get("reopened"));
  const promises = readPromises(search);
  if ([promises, pausedBy, handedOver, reopened].filter(Boolean).length !== 1) return {};
  if (pausedBy) return { paused_by: pausedBy, paused: search.get("paused") === "lasting" ? "lasting" : "set", from, to };
  if (reopened) return { reopened, from, to };
  return handedOver ? { handed_over: handedOver, from, to } : { ...promises, from, to };
}

function readPromises(search: URLSearchParams): Partial<Filters> | null {
  const promise = clockKinds.find((kind) => kind === search.get("promise"));
  if (!promise) return null;
  const filters: Partial<Filters> = { promise, result: results.find((result) => result === search.get("result")) ?? "met" };
  const took = Number(search.get("took") ?? NaN);
  if (filters.result === "stopped" && Number.isInteger(took) && took >= 0) filters.took = took;
  for (const kind of ownerKinds) {
    const id = search.get(`promise_${kind}`);
    if (id) filters[`promise_${kind}`] = id;
    if (search.get("promise_without") === kind) filters.promise_without = kind;
  }
  return filters;
}

export function isFiltered(filters: Filters): boolean {
  return Object.keys(filters).length > 1;
}

/** What a share of promises opens: what was broken makes it what it is; where nothing was, all that was met. */
export function resultOfShare({ breached }: { breached: number }): "met" | "breached" {
  return breached > 0 ? "breached" : "met";
}

/** The same list without some of its filters. */
export function without(filters: Filters, ...names: readonly string[]): Filters {
  const rest = Object.entries(filters).filter(([each]) => !names.includes(each));
  return { ...(Object.fromEntries(rest) as Partial<Filters>), view: filters.view };
}

/** The address of the list with one filter set, or with an empty value taken away. */
export function narrowed(filters: Filters, name: Narrowing, value: string): string {
  const rest = without(filters, name);
  return listAddress(value === "" ? rest : { ...rest, [name]: [value] });
}

/** The address of a ticket as part of a list, so that next and previous mean the same there. */
export function ticketAddress(id: number, filters: Filters): string {
  return `/tickets/${id}?${listSearch(filters, true).toString()}`;
}

/** The address of a list. */
export function listAddress(filters: Filters): string {
  const query = listSearch(filters, false).toString();
  return `/queue/${filters.view}${query === "" ? "" : `?${query}`}`;
}

function listSearch(filters: Filters, withView: boolean): URLSearchParams {
  const search = new URLSearchParams();
  if (withView) search.set("view", filters.view);
  for (const [name, value] of Object.entries(filters)) {
    if (name === "view") continue;
    for (const each of Array.isArray(value) ? value : [value]) search.append(name, String(each));
  }
  return search;
}
