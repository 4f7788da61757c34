import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { atMostEvery } from "./atMostEvery";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it("Acts at once, and once more for everything that came while it rested", () => {
  const act = vi.fn();
  const call = atMostEvery(1_000, act);
  call();
  call();
  call();
  expect(act).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(1_000);
  expect(act).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(5_000);
  expect(act).toHaveBeenCalledTimes(2);
  call();
  expect(act).toHaveBeenCalledTimes(3);
});
