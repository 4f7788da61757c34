import type { PraiseItem } from "./types";

export interface PlannedDay {
  /** `2026-11-22` where the reader is. */
  readonly day: string;
  readonly items: readonly PraiseItem[];
}

/** What is planned, by day of the reader's zone; the order within a day is kept. */
export function byDay(items: readonly PraiseItem[]): readonly PlannedDay[] {
  const days = new Map<string, PraiseItem[]>();
  for (const item of items) {
    if (!item.planned_for) continue;
    const day = dayOf(new Date(item.planned_for));
    days.set(day, [...(days.get(day) ?? []), item]);
  }
  return [...days].map(([day, planned]) => ({ day, items: planned }));
}

export function dayOf(date: Date): string {
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** What a date-and-time input holds for an instant. */
export function toInput(at: string | null | undefined): string {
  if (!at) return "";
  const date = new Date(at);
  return `${dayOf(date)}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The instant that a date-and-time input names; null for none. */
export function fromInput(value: string): string | null {
  const at = new Date(value);
  return value === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** A permission until a day holds through that day. */
export function endOfDay(day: string): string | null {
  const [year, month, date] = day.split("-").map(Number);
  if (year === undefined || month === undefined || date === undefined) return null;
  return new Date(year, month - 1, date + 1).toISOString();
}

/** The last day on which something that ends then still holds. */
export function lastDay(endsAt: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(new Date(Date.parse(endsAt) - 1));
}

function two(value: number): string {
  return value.toString().padStart(2, "0");
}
