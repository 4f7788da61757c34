import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { NotificationView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { toast } from "../ui/toast";
import { newSince } from "./newSince";
import { noticeText } from "./noticeText";

const most = 50;

/** What this person should hear of, newest first. */
export function useNotices(): readonly NotificationView[] | undefined {
  return useQuery({
    queryKey: keys.notices,
    queryFn: () => take(router.GET("/me/notifications", { params: { query: { limit: most } } })),
    refetchInterval: 60_000,
  }).data?.items;
}

/** Says in passing what has come since the page was opened. */
export function useNoticeToasts(notices: readonly NotificationView[] | undefined): void {
  const { t } = useTranslation();
  const seen = useRef<number | null>(null);
  useEffect(() => {
    if (!notices) return;
    const { fresh, newest } = newSince(notices, seen.current);
    seen.current = newest;
    for (const notice of fresh.slice(0, 3)) toast(`${notice.number} · ${noticeText(notice, t)}`);
  }, [notices, t]);
}

/** Everything up to this one has been read. */
export async function markRead(upTo: number): Promise<void> {
  queryClient.setQueryData<{ items: NotificationView[] }>(
    keys.notices,
    (page) => page && { ...page, items: page.items.map((each) => (each.id <= upTo ? { ...each, read: true } : each)) },
  );
  try {
    await take(router.POST("/me/notifications/read", { body: { up_to: upTo } }));
  } finally {
    void queryClient.invalidateQueries({ queryKey: keys.notices });
  }
}
