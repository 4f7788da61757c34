import { describe, expect, it } from "vitest";
import { hold } from "./hold";

describe("A list in use", () => {
  it("moves nothing, and counts what waits", () => {
    expect(hold([1, 2, 3], [9, 1, 2, 3])).toEqual({ order: [1, 2, 3], changes: 1 });
    expect(hold([1, 2, 3], [1, 3])).toEqual({ order: [1, 2, 3], changes: 1 });
    expect(hold([1, 2, 3], [3, 1, 2])).toEqual({ order: [1, 2, 3], changes: 1 });
  });

  it("has nothing waiting when nothing changed", () => {
    const shown = [1, 2, 3];
    const held = hold(shown, [1, 2, 3]);
    expect(held.changes).toBe(0);
    // The same object: a list that does not change must not be drawn again.
    expect(held.order).toBe(shown);
  });

  it("grows at its end when a further page arrives", () => {
    expect(hold([1, 2], [1, 2, 3, 4])).toEqual({ order: [1, 2, 3, 4], changes: 0 });
    expect(hold([1, 2], [9, 1, 2, 3])).toEqual({ order: [1, 2, 3], changes: 1 });
  });

  it("keeps its rows when everything has left", () => {
    expect(hold([1, 2], [])).toEqual({ order: [1, 2], changes: 2 });
  });
});
