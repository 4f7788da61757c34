import { describe, expect, it } from "vitest";
import type { ClockView } from "../api/types";
import { countdownText, readClock } from "./countdown";

const noon = Date.parse("2026-06-05T12:00:00Z");
const english = { hours: "h ", minutes: "m" };

function clock(change: Partial<ClockView>): ClockView {
  return {
    kind: "first_response",
    state: "running",
    started_at: "2026-06-05T11:30:00Z",
    target_seconds: 3_600,
    due_at: "2026-06-05T12:30:00Z",
    left_seconds: 1_800,
    elapsed_seconds: 1_800,
    breached: false,
    as_of: "2026-06-05T12:00:00Z",
    ...change,
  };
}

describe("A running clock", () => {
  it("runs down second by second once only open hours lie before its due time", () => {
    expect(readClock(clock({}), noon).left).toBe(1_800);
    expect(readClock(clock({}), noon + 61_000).left).toBe(1_739);
  });

  it("stands as the server said while a closed span lies before its due time", () => {
    const overNight = clock({ due_at: "2026-06-08T09:00:00Z", left_seconds: 5_400 });
    expect(readClock(overNight, noon + 60_000).left).toBe(5_400);
  });

  it("is calm, then soon in the last half hour, then late", () => {
    const long = clock({ left_seconds: 3_600, due_at: "2026-06-05T13:00:00Z" });
    expect(readClock(long, noon).mood).toBe("calm");
    expect(readClock(long, noon + 1_800_000).mood).toBe("soon");
    expect(readClock(long, noon + 3_601_000).mood).toBe("late");
  });

  it("shows the server's working time over due once it has breached", () => {
    const late = clock({ breached: true, left_seconds: -600, due_at: "2026-06-05T08:00:00Z" });
    expect(readClock(late, noon)).toMatchObject({ mood: "late", left: -600, used: 1 });
  });
});

describe("A broken promise", () => {
  it("runs on second by second where no closed span lies behind its due time", () => {
    const late = clock({ breached: true, left_seconds: -600, due_at: "2026-06-05T11:50:00Z" });
    expect(readClock(late, noon).left).toBe(-600);
    expect(readClock(late, noon + 61_000).left).toBe(-661);
  });

  it("stands as the server said where it has stood still since, for it may stand still now", () => {
    const overNight = clock({ breached: true, left_seconds: -600, due_at: "2026-06-04T17:50:00Z" });
    expect(readClock(overNight, noon + 61_000).left).toBe(-600);
  });
});

describe("A clock that does not run", () => {
  it("keeps what is left while it is paused", () => {
    const paused = clock({ state: "paused", due_at: null, left_seconds: 21_600, target_seconds: 28_800 });
    expect(readClock(paused, noon + 3_600_000)).toMatchObject({ mood: "paused", left: 21_600, used: 0.25 });
  });

  it("is kept when it was met in time and late when it was not", () => {
    expect(readClock(clock({ state: "met" }), noon).mood).toBe("met");
    expect(readClock(clock({ state: "met", breached: true, left_seconds: -60 }), noon).mood).toBe("late");
  });
});

describe("The words of a countdown", () => {
  it.each([
    [0, "0:00"],
    [9, "0:09"],
    [724, "12:04"],
    [3_600, "1h 00m"],
    [11_100, "3h 05m"],
    [-11_100, "3h 05m"],
    [400_000, "111h "],
  ])("%i seconds are %s", (seconds, text) => {
    expect(countdownText(seconds, english)).toBe(text);
  });

  it("are Chinese in Chinese", () => {
    expect(countdownText(11_100, { hours: "时", minutes: "分" })).toBe("3时05分");
  });
});
