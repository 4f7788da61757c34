import type { ReplyConflict } from "../api/types";

/** Whether a refusal shows what came in meanwhile. */
export function isConflict(body: unknown): body is ReplyConflict {
  return typeof body === "object" && body !== null && "last_seen" in body && "newer" in body && Array.isArray(body.newer);
}
