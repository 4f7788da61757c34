import type { Role } from "../api/types";

/** A token belongs to no queue: as an agent it sees no ticket, unless another role sees them all. */
export function seesNoTickets(held: readonly Role[]): boolean {
  return held.includes("agent") && !held.includes("lead") && !held.includes("admin");
}
