import { describe, expect, it } from "vitest";
import { moved, orderOfNew } from "./order";
import { definitionOf, draftOf } from "./policyDraft";

const calendar = "00000000-0000-0000-0000-000000000001";

describe("A policy that is edited", () => {
  it("comes out as it went in where nothing was changed", () => {
    const definition = {
      name: "Complaints",
      order: 20,
      calendar_id: calendar,
      match: { labels: ["complaint" as const], priorities: [], channels: [], accounts: [], tiers: [], queues: [] },
      target_minutes: { first_response: 60, resolution: 480 },
      reopen_minutes: 120,
      steps: [{ at: "80%", recipients: ["assignee" as const], actions: ["notify" as const], clocks: [] }],
    };

    expect(definitionOf(draftOf(definition, "", 0))).toEqual(definition);
  });

  it("promises nothing for a clock whose target was emptied", () => {
    const draft = draftOf({ name: "All", calendar_id: calendar, target_minutes: { first_response: 60, resolution: 480 } }, "", 0);

    const sent = definitionOf({ ...draft, targets: { ...draft.targets, resolution: " " } });

    expect(sent.target_minutes).toEqual({ first_response: 60 });
  });
});

describe("A list that is put in order", () => {
  it("moves one and keeps the others in order", () => {
    expect(moved(["a", "b", "c", "d"], 3, 1)).toEqual(["a", "d", "b", "c"]);
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
  });

  it("stays the same list where there is nothing to move", () => {
    const all = ["a", "b"];
    expect(moved(all, 0, -1)).toBe(all);
    expect(moved(all, 1, 2)).toBe(all);
  });
});

describe("A new policy", () => {
  const at = (order: number, labels: "complaint"[] = []) => ({ name: "", order, calendar_id: calendar, target_minutes: {}, match: { labels, queues: [] } });

  it("is tried before the one that takes everything", () => {
    expect(orderOfNew([at(30), at(10, ["complaint"]), at(20, ["complaint"])])).toBe(25);
    expect(orderOfNew([at(10)])).toBe(0);
  });

  it("is tried last where none takes everything", () => {
    expect(orderOfNew([at(10, ["complaint"])])).toBe(20);
    expect(orderOfNew([])).toBe(10);
  });
});
