import { describe, expect, it } from "vitest";
import { nothing, stillIn, withOne, withRange } from "./selection";

const order = [10, 11, 12, 13, 14];
const ids = (selection: { ids: ReadonlySet<number> }) => [...selection.ids].sort((left, right) => left - right);

describe("Selected rows", () => {
  it("come and go one by one", () => {
    const one = withOne(nothing, 11);
    expect(ids(one)).toEqual([11]);
    expect(ids(withOne(one, 11))).toEqual([]);
  });

  it("reach from where the last one was chosen, in either direction", () => {
    expect(ids(withRange(withOne(nothing, 11), 13, order))).toEqual([11, 12, 13]);
    expect(ids(withRange(withOne(nothing, 13), 11, order))).toEqual([11, 12, 13]);
    expect(ids(withRange(nothing, 12, order))).toEqual([12]);
  });

  it("are kept where they were chosen before, and dropped where the row has gone", () => {
    const both = withRange(withOne(withOne(nothing, 10), 13), 14, order);
    expect(ids(both)).toEqual([10, 13, 14]);
    expect(ids(stillIn(both, [11, 13, 14]))).toEqual([13, 14]);
    expect(stillIn(both, order)).toBe(both);
  });
});
