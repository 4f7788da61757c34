import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { dateFormat } from "./formats";
import { useNowAs } from "./time";

const long: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" };
const today: Intl.DateTimeFormatOptions = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const otherDay: Intl.DateTimeFormatOptions = { month: "short", day: "numeric", ...today };
const otherYear: Intl.DateTimeFormatOptions = { year: "numeric", ...otherDay };

/** How long ago, in the shortest words: `now`, `12 min`, `3 h`, `2 d`. */
export function ageText(seconds: number, t: TFunction, words: "age" | "ago" = "age"): string {
  if (seconds < 60) return t(`${words}.now`);
  if (seconds < 3_600) return t(`${words}.minutes`, { count: Math.floor(seconds / 60) });
  if (seconds < 48 * 3_600) return t(`${words}.hours`, { count: Math.floor(seconds / 3_600) });
  return t(`${words}.days`, { count: Math.floor(seconds / 86_400) });
}

/** How old something is, or where nothing beside it says so, how long ago it was. */
export function Age({ since, ago = false }: { since: string; ago?: boolean }) {
  const { t } = useTranslation();
  const age = useNowAs((now) => ageText(Math.max(0, (now - Date.parse(since)) / 1_000), t, ago ? "ago" : "age"));
  return (
    <time dateTime={since} title={useMoment(since)}>
      {age}
    </time>
  );
}

/** Date and time in the reader's language and zone. */
export function useMoment(at: string): string {
  const { i18n } = useTranslation();
  return moment(at, i18n.language);
}

export function moment(at: string, language: string): string {
  return dateFormat(language, long).format(new Date(at));
}

/** `14:05` today, otherwise with its day, and in another year with that. */
export function shortMoment(at: string, language: string, now: number): string {
  const date = new Date(at);
  const here = new Date(now);
  const sameDay = here.toDateString() === date.toDateString();
  const sameYear = here.getFullYear() === date.getFullYear();
  return dateFormat(language, sameDay ? today : sameYear ? otherDay : otherYear).format(date);
}

export function Moment({ at }: { at: string }) {
  const { i18n } = useTranslation();
  const text = useNowAs((now) => shortMoment(at, i18n.language, now));
  return (
    <time dateTime={at} title={moment(at, i18n.language)}>
      {text}
    </time>
  );
}
