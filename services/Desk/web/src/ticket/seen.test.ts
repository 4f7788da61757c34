import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { afterLooking } from "./seen";

let looksAway = false;

beforeEach(() => {
  vi.useFakeTimers();
  looksAway = false;
  vi.spyOn(document, "hasFocus").mockImplementation(() => !looksAway);
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

describe("Something new on an open ticket", () => {
  it("has been seen once it stood before somebody's eyes for a while, not as it comes in", () => {
    const seen = vi.fn();
    afterLooking(seen);
    vi.advanceTimersByTime(1_900);
    expect(seen).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(seen).toHaveBeenCalledOnce();
  });

  it("has not been seen by somebody who works in another window", () => {
    const seen = vi.fn();
    looksAway = true;
    afterLooking(seen);
    vi.advanceTimersByTime(60_000);
    looksAway = false;
    dispatchEvent(new Event("focus"));
    vi.advanceTimersByTime(1_900);
    expect(seen).not.toHaveBeenCalled();
    vi.advanceTimersByTime(200);
    expect(seen).toHaveBeenCalledOnce();
  });

  it("is looked at anew after a look elsewhere", () => {
    const seen = vi.fn();
    afterLooking(seen);
    vi.advanceTimersByTime(1_900);
    looksAway = true;
    dispatchEvent(new Event("blur"));
    vi.advanceTimersByTime(60_000);
    expect(seen).not.toHaveBeenCalled();
  });

  it("is not seen any more once it is out of sight", () => {
    const seen = vi.fn();
    afterLooking(seen)();
    vi.advanceTimersByTime(60_000);
    expect(seen).not.toHaveBeenCalled();
  });
});
