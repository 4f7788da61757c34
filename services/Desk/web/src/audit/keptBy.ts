import type { AuditEntry } from "../api/types";

const kept = [
  ["queues", /^queue_/],
  ["calendars", /^calendar_/],
  ["canned", /^canned_reply_/],
  ["policies", /^policy_/],
  ["webhooks", /^webhook_/],
] as const;

/** Which of the router's lists has the name of what an act was done to; null where the desk has it, or it has none. */
export function keptBy({ act, target }: Pick<AuditEntry, "act" | "target">): (typeof kept)[number][0] | null {
  return target && !target.includes("/") ? (kept.find(([, acts]) => acts.test(act))?.[0] ?? null) : null;
}
