/** When a snoozed ticket may come back, by the reader's own clock. */
export interface SnoozeTime {
  readonly id: "hour" | "afternoon" | "evening" | "tomorrow" | "monday" | "week";
  readonly at: Date;
}

const hour = 3_600_000;
const morning = 9;

/** The times that are still to come, nearest first; none twice. */
export function snoozeTimes(now: Date): SnoozeTime[] {
  const times: SnoozeTime[] = [{ id: "hour", at: new Date(now.getTime() + hour) }];
  const afternoon = dayAt(now, 0, 14);
  const evening = dayAt(now, 0, 18);
  if (afternoon.getTime() - now.getTime() > hour) times.push({ id: "afternoon", at: afternoon });
  if (evening.getTime() - now.getTime() > hour) times.push({ id: "evening", at: evening });
  times.push({ id: "tomorrow", at: dayAt(now, 1, morning) });
  const toMonday = (8 - now.getDay()) % 7 || 7;
  if (toMonday > 1) times.push({ id: "monday", at: dayAt(now, toMonday, morning) });
  if (toMonday !== 7) times.push({ id: "week", at: dayAt(now, 7, morning) });
  return times;
}

/** `2026-06-05T14:30`, as a field for date and time wants it. */
export function localField(at: Date): string {
  const two = (part: number) => String(part).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

function dayAt(now: Date, days: number, hours: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hours);
}
