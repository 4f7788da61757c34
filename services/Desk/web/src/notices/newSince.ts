import type { NotificationView } from "../api/types";

/** What came after the newest that was known; of the first look nothing is news. */
export function newSince(
  notices: readonly NotificationView[],
  seen: number | null,
): { fresh: readonly NotificationView[]; newest: number } {
  const newest = Math.max(seen ?? 0, ...notices.map((notice) => notice.id));
  return { newest, fresh: seen === null ? [] : notices.filter((notice) => notice.id > seen && !notice.read) };
}
