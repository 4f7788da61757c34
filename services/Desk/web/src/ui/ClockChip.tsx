import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { ClockKind, ClockView } from "../api/types";
import { countdownText, readClock, type Reading } from "./countdown";
import { Icon, type IconName } from "./Icon";
import { shownNow, useNowAs } from "./time";

const icons: Record<ClockKind, IconName> = {
  first_response: "speech",
  next_response: "next",
  resolution: "flag",
  total_resolution: "total",
  acceptance: "hand",
};

export function clockIcon(kind: ClockKind): IconName {
  return icons[kind];
}

/** The words of a reading: what colour and shape say too. */
export function readingText(reading: Reading, t: TFunction): string {
  const time = countdownText(reading.left, { hours: t("clock.hours"), minutes: t("clock.minutes") });
  switch (reading.mood) {
    case "calm":
    case "soon":
      return t("clock.left", { time });
    case "late":
      return t("clock.late", { time });
    case "paused":
      return reading.left < 0 ? t("clock.pausedLate", { time }) : t("clock.paused", { time });
    case "met":
      return t("clock.met");
    case "cancelled":
      return t("clock.cancelled");
  }
}

/** A promise burning down: its kind, its time, and a fuse that shortens. */
export function ClockChip({ clock }: { clock: ClockView }) {
  const { t } = useTranslation();
  const words = { hours: t("clock.hours"), minutes: t("clock.minutes") };
  useNowAs((now) => {
    const { mood, left } = readClock(clock, now);
    return `${mood} ${left < 0 ? "+" : ""}${countdownText(left, words)}`;
  });
  const reading = readClock(clock, shownNow());
  const kind = t(`clock.kind.${clock.kind}`);
  const time = countdownText(reading.left, words);
  return (
    <span className={`clock ${reading.mood}`} role="timer" aria-label={`${kind}: ${readingText(reading, t)}`} title={kind}>
      <Icon name={reading.mood === "paused" ? "pause" : reading.mood === "late" ? "warning" : icons[clock.kind]} size={14} />
      <span className="clock-kind" aria-hidden="true">
        {t(`clock.short.${clock.kind}`)}
      </span>
      <span className="clock-time" aria-hidden="true">
        {reading.left < 0 ? "+" : ""}
        {time}
      </span>
      <span className="fuse" aria-hidden="true">
        <span style={{ transform: `scaleX(${1 - reading.used})` }} />
      </span>
    </span>
  );
}
