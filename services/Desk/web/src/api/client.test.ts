import { describe, expect, it } from "vitest";
import { takeAll } from "./client";

describe("All of a list", () => {
  it("is read page by page to its end", async () => {
    const pages = [
      { items: [1, 2], next: "b" },
      { items: [3], next: null },
    ];
    const asked: object[] = [];
    const read = (from: object) => Promise.resolve(pages[asked.push(from) - 1] ?? { items: [], next: null });

    expect(await takeAll(read)).toEqual({ items: [1, 2, 3], next: null });
    expect(asked).toEqual([{}, { cursor: "b" }]);
  });
});
