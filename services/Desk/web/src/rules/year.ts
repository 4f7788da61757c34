import type { CalendarDefinition, DayDefinition, SpanDefinition } from "../api/leadTypes";

/** By weekday of JavaScript: Sunday is 0. */
export const weekdays = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;
export type Weekday = (typeof weekdays)[number];
/** As people read a week. */
export const weekFromMonday: readonly Weekday[] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

export type Week = NonNullable<CalendarDefinition["week"]>;

export type DayKind = "week" | "closed" | "make_up" | "other_hours";

export interface Day {
  readonly date: string;
  readonly kind: DayKind;
  readonly open: readonly SpanDefinition[];
  readonly note: string | null;
}

interface Rules {
  readonly week?: Week;
  readonly days?: readonly DayDefinition[];
}

/** What a date is under these rules, before they are saved. */
export function dayOf(rules: Rules, date: string): Day {
  const usual = usualOf(rules, date);
  const exception = rules.days?.find((day) => day.date === date);
  if (!exception) return { date, kind: "week", open: usual, note: null };
  const open = exception.open ?? [];
  const kind = open.length === 0 ? "closed" : usual.length === 0 ? "make_up" : "other_hours";
  return { date, kind, open, note: exception.note ?? null };
}

/** A click: an open day becomes a holiday, a closed one a make-up day; a day that was set stays as it is, to be looked at and edited. */
export function clicked(rules: Rules, date: string): readonly DayDefinition[] {
  const days = rules.days ?? [];
  if (days.some((day) => day.date === date)) return days;
  const open = usualOf(rules, date).length > 0 ? [] : [...firstHours(rules.week ?? {})];
  return withDay(days, { date, open, note: null });
}

/** True where the browser can tell the time there. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export function withDay(days: readonly DayDefinition[], changed: DayDefinition): DayDefinition[] {
  return inOrder([...days.filter((day) => day.date !== changed.date), changed]);
}

/** The hours of the first weekday that has some. */
export function firstHours(week: Week): readonly SpanDefinition[] {
  for (const day of weekFromMonday) {
    const spans = week[day];
    if (spans && spans.length > 0) return spans;
  }
  return [{ from: "09:00", to: "18:00" }];
}

/** The weeks of a month from Monday on; null before its first day and after its last. */
export function weeksOf(year: number, month: number): (string | null)[][] {
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const before = (new Date(Date.UTC(year, month, 1)).getUTCDay() + 6) % 7;
  const cells: (string | null)[] = Array.from({ length: before }, () => null);
  for (let day = 1; day <= last; day++) cells.push(isoDate(year, month, day));
  while (cells.length % 7 !== 0) cells.push(null);
  return Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
}

export function isoDate(year: number, month: number, day: number): string {
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}

function usualOf(rules: Rules, date: string): readonly SpanDefinition[] {
  const weekday = weekdays[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? "monday";
  return rules.week?.[weekday] ?? [];
}

function inOrder(days: readonly DayDefinition[]): DayDefinition[] {
  return [...days].sort((one, other) => one.date.localeCompare(other.date));
}
