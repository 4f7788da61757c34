import { useQuery } from "@tanstack/react-query";
import { router, take } from "../api/client";
import type { SlaReportRow } from "../api/leadTypes";
import { keys } from "../app/queries";
import { useQueues } from "../queue/team";
import { useNow } from "../ui/time";
import { earlier } from "./periods";

export function useBoard() {
  return useQuery({ queryKey: keys.board, queryFn: () => take(router.GET("/sla/board")), refetchInterval: 30_000 });
}

/** How the promises were kept yesterday and last week up to this hour; empty until it is known. */
export function useEarlier(): { day: readonly SlaReportRow[]; week: readonly SlaReportRow[] } {
  const calendarId = useQueues().find((queue) => queue.is_default)?.calendar_id;
  // Every five minutes is often enough for what lies in the past.
  const at = Math.floor(useNow() / 300_000) * 300_000;
  const query = useQuery({
    queryKey: ["earlier", calendarId, at],
    queryFn: async () => {
      const calendar = await take(router.GET("/calendars/{id}", { params: { path: { id: calendarId ?? "" } } }));
      const spans = earlier(at, calendar.definition.zone);
      const [day, week] = await Promise.all(
        [spans.day, spans.week].map((span) => take(router.GET("/reports/sla", { params: { query: { ...span, by: "clock" } } }))),
      );
      return { day: day?.rows ?? [], week: week?.rows ?? [] };
    },
    enabled: calendarId !== undefined,
    placeholderData: (before) => before,
  });
  return query.data ?? { day: [], week: [] };
}

/** Lanes that find nobody just now. */
export function useAlerts() {
  const query = useQuery({
    queryKey: [...keys.board, "alerts"],
    queryFn: () => take(router.GET("/assignment/alerts", { params: { query: { limit: 50 } } })),
    refetchInterval: 60_000,
  });
  return (query.data?.items ?? []).filter((alert) => !alert.ended_at);
}
