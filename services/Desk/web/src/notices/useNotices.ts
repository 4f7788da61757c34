import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { NotificationView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { toast } from "../ui/toast";
import { announcementOf, shownOf } from "./choices";
import { newSince } from "./newSince";
import { noticeText } from "./noticeText";
import { ring } from "./sound";
import { useChoices } from "./useChoices";

const most = 50;

/** What this person wants to hear of, newest first; undefined until it is known what that is. */
export function useNotices(): readonly NotificationView[] | undefined {
  const choices = useChoices();
  const notices = useAll();
  return useMemo(() => notices && choices && shownOf(notices, choices), [notices, choices]);
}

function useAll(): readonly NotificationView[] | undefined {
  return useQuery({
    queryKey: keys.notices,
    queryFn: () => take(router.GET("/me/notifications", { params: { query: { limit: most } } })),
    refetchInterval: 60_000,
  }).data?.items;
}

/** Says in passing what has come since the page was opened, as the person wants it said. */
export function useNoticeToasts(): void {
  const { t } = useTranslation();
  const notices = useAll();
  const choices = useChoices();
  const seen = useRef<number | null>(null);
  useEffect(() => {
    if (!notices || !choices) return;
    const { fresh, newest } = newSince(notices, seen.current);
    seen.current = newest;
    const { said, heard } = announcementOf(fresh, choices);
    for (const notice of said.slice(0, 3)) toast(`${notice.number} · ${noticeText(notice, t)}`);
    if (heard) ring();
  }, [notices, choices, t]);
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
