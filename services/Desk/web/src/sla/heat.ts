import type { HeatHour } from "../api/leadTypes";
import type { Counted } from "../queue/views";

/** How warm a figure is beside the warmest: five steps, so that a glance tells them apart. */
export function warmth(count: number, most: number): 0 | 1 | 2 | 3 | 4 | 5 {
  if (count <= 0 || most <= 0) return 0;
  return Math.min(5, Math.max(1, Math.ceil((count / most) * 5))) as 1 | 2 | 3 | 4 | 5;
}

/** The figure from which on an hour is as warm as can be: one hour that stands out alone does not make all others cold. */
export function warmest(days: readonly (readonly number[])[]): number {
  const counts = days.flat().filter((count) => count > 0).sort((left, right) => left - right);
  return counts[Math.floor((counts.length - 1) * 0.97)] ?? 0;
}

/** Figures by day (Monday first) and hour; hours in which nothing happened hold 0. */
export function byHour(hours: readonly HeatHour[], counted: Counted): readonly (readonly number[])[] {
  const days = [...Array(7).keys()].map(() => Array<number>(24).fill(0));
  for (const hour of hours) {
    const day = days[hour.weekday - 1];
    if (day) day[hour.hour] = hour[counted];
  }
  return days;
}
