import { describe, expect, it } from "vitest";
import { stateOf, type IntakeSource } from "./sources";

const quiet: IntakeSource = {
  name: "shop",
  webhook: true,
  channel: "weibo",
  account: "brand",
  live_secrets: 1,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  last_at: null,
};

describe("A source", () => {
  it("waits, receives, refuses all that comes, changes its secret, or is an import", () => {
    expect(stateOf(quiet)).toBe("waits");
    expect(stateOf({ ...quiet, accepted: 3, rejected: 1 })).toBe("receives");
    expect(stateOf({ ...quiet, rejected: 1 })).toBe("refuses");
    expect(stateOf({ ...quiet, accepted: 3, live_secrets: 2 })).toBe("renews");
    expect(stateOf({ ...quiet, webhook: false, live_secrets: 0 })).toBe("imports");
  });
});
