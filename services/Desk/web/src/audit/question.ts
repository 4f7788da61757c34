import { areas, outcomes } from "./areas";

/** What the address asks of the log; a part that makes no sense is left out. */
export interface Question {
  readonly area?: string;
  readonly outcome?: string;
  readonly actor?: string;
  readonly target?: string;
  readonly from?: string;
  readonly to?: string;
}

export function questionOf(search: URLSearchParams): Question {
  const area = areas.find((each) => each === search.get("area"));
  const outcome = outcomes.find((each) => each === search.get("outcome"));
  const actor = search.get("actor");
  const target = search.get("target");
  const from = startOf(search.get("from"), 0);
  // The last day counts to its end.
  const to = startOf(search.get("to"), 1);
  return {
    ...(area ? { area } : {}),
    ...(outcome ? { outcome } : {}),
    ...(actor && /^[0-9a-f-]{36}$/.test(actor) ? { actor } : {}),
    ...(target ? { target } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
  };
}

/** Where the same lines are as a file. */
export function fileOf(question: Question): string {
  const query = new URLSearchParams({ ...question }).toString();
  return query === "" ? "/desk/audit.csv" : `/desk/audit.csv?${query}`;
}

/** Midnight of a day in the reader's zone, some days later. */
function startOf(day: string | null, later: number): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? "");
  if (!parts) return null;
  const at = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]) + later);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
