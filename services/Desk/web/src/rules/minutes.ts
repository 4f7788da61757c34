/** Working minutes as people say them: `45m`, `4h`, `4h 30m`. */
export function workingTime(minutes: number, words: { hours: string; minutes: string }): string {
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  if (hours === 0) return `${rest}${words.minutes}`;
  return rest === 0 ? `${hours}${words.hours}`.trim() : `${hours}${words.hours}${rest}${words.minutes}`;
}
