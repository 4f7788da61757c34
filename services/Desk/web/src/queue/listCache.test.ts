import { describe, expect, it } from "vitest";
import type { TicketRow } from "../api/types";
import { withRow, type ListData } from "./listCache";

function row(id: number, version: number): TicketRow {
  return { id, version, number: `T-${id}` } as TicketRow;
}

const list: ListData = {
  pageParams: [null],
  pages: [{ items: [row(1, 5), row(2, 5)], next: null }],
};

describe("A row brought up to date", () => {
  it("takes the place of its older self", () => {
    expect(withRow(list, row(2, 6)).pages[0]?.items.map((each) => each.version)).toEqual([5, 6]);
  });

  it("never goes back to an older version", () => {
    expect(withRow(list, row(2, 4))).toBe(list);
  });

  it("leaves lists alone that do not hold it", () => {
    expect(withRow(list, row(3, 9))).toBe(list);
  });
});
