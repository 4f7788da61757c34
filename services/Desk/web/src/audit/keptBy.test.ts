import { expect, test } from "vitest";
import { keptBy } from "./keptBy";

test.each([
  ["queue_assignment_changed", "queues"],
  ["calendar_imported", "calendars"],
  ["canned_reply_removed", "canned"],
  ["policy_retired", "policies"],
  ["webhook_tested", "webhooks"],
  ["agent_changed", null],
  ["token_made", null],
] as const)("what %s is done to is in the list of %s", (act, list) => {
  expect(keptBy({ act, target: "8c1f0f3e-0000-4000-8000-000000000001" })).toBe(list);
});

test("what has no single target has no name", () => {
  expect(keptBy({ act: "policies_ordered", target: null })).toBeNull();
  expect(keptBy({ act: "policy_changed", target: "one/two" })).toBeNull();
});
