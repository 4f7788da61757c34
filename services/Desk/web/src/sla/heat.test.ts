import { describe, expect, it } from "vitest";
import { byHour, warmest, warmth } from "./heat";

describe("The heat of the week", () => {
  it("has a figure for each hour, 0 where nothing happened", () => {
    const days = byHour([{ weekday: 7, hour: 23, arrivals: 4, breaches: 1 }], "breaches");

    expect(days.map((day) => day.length)).toEqual(Array(7).fill(24));
    expect(days[6]?.[23]).toBe(1);
    expect(days.flat().reduce((sum, each) => sum + each)).toBe(1);
  });

  it("does not turn cold for one hour that stands out", () => {
    const usual = Array<number>(99).fill(10);

    expect(warmest([[...usual, 1_000, 0, 0]])).toBe(10);
    expect(warmest([[0, 7, 0]])).toBe(7);
    expect(warmest([[0]])).toBe(0);
  });

  it("shows the least that happened, and nothing as nothing", () => {
    expect(warmth(0, 500)).toBe(0);
    expect(warmth(1, 500)).toBe(1);
    expect(warmth(500, 500)).toBe(5);
    expect(warmth(0, 0)).toBe(0);
  });
});
