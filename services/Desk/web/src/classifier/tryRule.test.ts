import { describe, expect, it } from "vitest";
import { together } from "./tryRule";

describe("A rule that is tried in portions", () => {
  it("changes what all of them say together", () => {
    const none = { tried: 0, matched: 0, changed: 0, timed_out: 0, changes: [] };
    const some = { tried: 100, matched: 7, changed: 2, timed_out: 1, changes: [] };

    expect(together(together(none, some), some)).toEqual({ tried: 200, matched: 14, changed: 4, timed_out: 2, changes: [] });
  });
});
