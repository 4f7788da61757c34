import type { ApiProblem } from "../api/problem";
import type { GrantScope, GrantView, PraiseEventView, PraiseStatus } from "./types";

/** Where rights can stand, in the order in which they usually move. */
export const statuses = [
  "found",
  "shortlisted",
  "requested",
  "granted",
  "posted",
  "declined",
  "expired",
  "revoked",
] as const satisfies readonly PraiseStatus[];

export const scopes = ["repost", "site", "paid_ads"] as const;

export type Step = "shortlist" | "remove" | "ask" | "answer" | "renew" | "withdraw";

/** What is offered next. The router decides; this only keeps away what it would refuse in any case. */
const steps: Readonly<Record<PraiseStatus, readonly Step[]>> = {
  found: ["shortlist"],
  shortlisted: ["ask", "remove"],
  requested: ["answer", "withdraw"],
  granted: ["renew", "withdraw"],
  posted: ["renew", "withdraw"],
  declined: ["renew", "withdraw"],
  expired: ["ask", "renew", "withdraw"],
  revoked: [],
};

export function stepsFrom(status: PraiseStatus): readonly Step[] {
  return steps[status];
}

export function isLive(grant: GrantView | null | undefined, at: number): grant is GrantView {
  if (!grant || grant.ended_at) return false;
  return !grant.expires_at || at < Date.parse(grant.expires_at);
}

interface Use {
  readonly scopes: readonly GrantScope[];
  /** Countries; none means everywhere. */
  readonly territory: readonly string[];
}

/** Whether more uses or countries are allowed than were asked for. */
export function isWider(allowed: Use, asked: Use): boolean {
  return (
    allowed.scopes.some((scope) => !asked.scopes.includes(scope)) ||
    (asked.territory.length > 0 &&
      (allowed.territory.length === 0 || allowed.territory.some((country) => !asked.territory.includes(country))))
  );
}

const refusals = [
  "wrong_status",
  "no_live_grant",
  "post_has_changed",
  "scope_not_granted",
  "territory_not_granted",
  "scope_not_asked",
  "territory_not_asked",
  "expired_already",
] as const;

export type Refusal = (typeof refusals)[number];

/** Why the router refused, where it is one of the reasons that rights can give. */
export function refusalOf(problem: ApiProblem): Refusal | null {
  const body = problem.body;
  if (typeof body !== "object" || body === null || !("reason" in body)) return null;
  return refusals.find((each) => each === body.reason) ?? null;
}

/** The credit line that a person chose; empty while it is the usual one. */
export function chosenCredit(history: readonly PraiseEventView[]): string {
  const plan = history.findLast((event) => event.kind === "planned")?.data;
  return isRecord(plan) && typeof plan["credit_line"] === "string" ? plan["credit_line"] : "";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
