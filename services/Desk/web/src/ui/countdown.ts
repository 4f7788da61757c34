import type { ClockView } from "../api/types";

export type Mood = "calm" | "soon" | "late" | "paused" | "met" | "cancelled";

/** A clock at one moment, ready to be shown. */
export interface Reading {
  readonly mood: Mood;
  /** Working seconds left; negative once the promise is broken. */
  readonly left: number;
  /** Share of the target that is used, 0 to 1. */
  readonly used: number;
}

const soonSeconds = 30 * 60;

/**
 * What a clock says at `now`. The server counts open hours; between two answers the page may only run a clock down to
 * its due instant: as long as more wall time than working time is left, a closed span lies between, and what is left
 * stands as the server said. A broken promise runs on in the same way where it has run without a closed span since it
 * fell due.
 */
export function readClock(clock: ClockView, now: number): Reading {
  const left = leftAt(clock, now);
  const used = Math.min(1, Math.max(0, 1 - left / clock.target_seconds));
  switch (clock.state) {
    case "paused":
      return { mood: "paused", left, used };
    case "met":
      return { mood: clock.breached ? "late" : "met", left, used };
    case "cancelled":
      return { mood: "cancelled", left, used };
    case "running":
      if (left < 0 || clock.breached) return { mood: "late", left: Math.min(left, 0), used: 1 };
      return { mood: left <= soonSeconds ? "soon" : "calm", left, used };
  }
}

function leftAt(clock: ClockView, now: number): number {
  if (clock.state !== "running" || !clock.due_at) return clock.left_seconds;
  const due = Date.parse(clock.due_at);
  const byTheWall = Math.min(clock.left_seconds, Math.floor((due - now) / 1_000));
  if (clock.left_seconds >= 0) return byTheWall;
  const hasRunThrough = -clock.left_seconds >= Math.floor((Date.parse(clock.as_of) - due) / 1_000);
  return hasRunThrough ? byTheWall : clock.left_seconds;
}

/** The parts of a duration that are worth saying: minutes and seconds below an hour, hours and minutes above. */
export function parts(seconds: number): { hours: number; minutes: number; seconds: number } {
  const whole = Math.abs(Math.trunc(seconds));
  return { hours: Math.floor(whole / 3_600), minutes: Math.floor((whole % 3_600) / 60), seconds: whole % 60 };
}

/** `12:04` below an hour; otherwise the words of the language: `3h 05m`, `3小时05分`. */
export function countdownText(seconds: number, words: { hours: string; minutes: string }): string {
  const { hours, minutes, seconds: rest } = parts(seconds);
  if (hours === 0) return `${minutes}:${pad(rest)}`;
  return hours >= 100 ? `${hours}${words.hours}` : `${hours}${words.hours}${pad(minutes)}${words.minutes}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
