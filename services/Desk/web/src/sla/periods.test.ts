import { describe, expect, it } from "vitest";
import { earlier } from "./periods";

describe("What a board compares with", () => {
  it("is yesterday and last week up to the same hour, in the calendar's zone", () => {
    // Wednesday 10 June 2026, 10:30 in Shanghai.
    const spans = earlier(Date.parse("2026-06-10T02:30:00Z"), "Asia/Shanghai");

    expect(spans.day).toEqual({ from: "2026-06-08T16:00:00.000Z", to: "2026-06-09T02:30:00.000Z" });
    expect(spans.week).toEqual({ from: "2026-05-31T16:00:00.000Z", to: "2026-06-03T02:30:00.000Z" });
  });

  it("finds midnight on the other side of a change of the clocks", () => {
    // Sunday 29 March 2026: London has gone forward at 01:00.
    const spans = earlier(Date.parse("2026-03-29T12:00:00Z"), "Europe/London");

    expect(spans.day.from).toBe("2026-03-28T00:00:00.000Z");
    expect(spans.week.from).toBe("2026-03-16T00:00:00.000Z");
  });
});
