import { usePlace } from "../app/address";

export const spans = ["7", "30", "90"] as const;

/** The span that a report is about; it stands in the address as two dates, both of them within it. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

export function usePeriod(): Period {
  const { search } = usePlace();
  const usual = lastDays(7, new Date());
  const from = search.get("from");
  const to = search.get("to");
  return isDate(from) && isDate(to) && from <= to ? { from, to } : usual;
}

/** So many days up to and with this one. */
export function lastDays(days: number, now: Date): Period {
  const first = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days + 1);
  return { from: dateText(first), to: dateText(now) };
}

/** The instants that the API is asked for: from the first midnight up to the one after the last day, in the reader's zone. */
export function instants(period: Period): { from: string; to: string } {
  const end = atMidnight(period.to);
  end.setDate(end.getDate() + 1);
  return { from: atMidnight(period.from).toISOString(), to: end.toISOString() };
}

/** The span of the same length before one: what the API compares it with. */
export function spanBefore({ from, to }: { from: string; to: string }): { from: string; to: string } {
  return { from: new Date(2 * Date.parse(from) - Date.parse(to)).toISOString(), to: from };
}

function atMidnight(date: string): Date {
  const [year = 1970, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(year, month - 1, day);
}

function dateText(date: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function isDate(text: string | null): text is string {
  return text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}
