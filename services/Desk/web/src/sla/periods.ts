const day = 86_400_000;

/** What today and this week are compared with: yesterday and last week up to the same hour. */
export interface Earlier {
  readonly day: { readonly from: string; readonly to: string };
  readonly week: { readonly from: string; readonly to: string };
}

export function earlier(now: number, zone: string): Earlier {
  const today = wallClock(now, zone);
  const monday = (new Date(Date.UTC(today.year, today.month - 1, today.day)).getUTCDay() + 6) % 7;
  return {
    day: { from: iso(midnight(today, -1, zone)), to: iso(now - day) },
    week: { from: iso(midnight(today, -7 - monday, zone)), to: iso(now - 7 * day) },
  };
}

interface Wall {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

/** What a clock on the wall of the zone shows. */
function wallClock(at: number, zone: string): Wall {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value);
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

/** Midnight of the zone, so many days after a date. */
function midnight(date: Wall, days: number, zone: string): number {
  const wanted = Date.UTC(date.year, date.month - 1, date.day + days);
  // The offset at the guess may be another than at midnight; the second look uses the right one.
  const first = wanted - offset(wanted, zone);
  return wanted - offset(first, zone);
}

function offset(at: number, zone: string): number {
  const wall = wallClock(at, zone);
  return Date.UTC(wall.year, wall.month - 1, wall.day, wall.hour, wall.minute, wall.second) - Math.floor(at / 1_000) * 1_000;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
