/** The seven days as the reader calls them, Monday first. */
export function weekdays(language: string, style: "short" | "long"): readonly string[] {
  const name = new Intl.DateTimeFormat(language, { weekday: style, timeZone: "UTC" });
  // The fifth of January 1970 was a Monday.
  return [...Array(7).keys()].map((day) => name.format(Date.UTC(1970, 0, 5 + day)));
}

/** `2-14` as people say it: Tue 14:00–15:00. */
export function hourText(hour: string, language: string): string {
  const [day = 1, at = 0] = hour.split("-").map(Number);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${weekdays(language, "short")[day - 1] ?? ""} ${two(at)}:00–${two(at + 1)}:00`;
}
