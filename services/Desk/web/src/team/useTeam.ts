import { useQueries, useQuery } from "@tanstack/react-query";
import { router, take, takeAll } from "../api/client";
import { agentsQuery, useQueues } from "../queue/team";

export const shiftKey = (id: string) => ["shift", id] as const;
export const staffKey = ["staff"] as const;

/** Everybody who works tickets. */
export function useTeam() {
  return useQuery({ ...agentsQuery, refetchInterval: 60_000 });
}

/** By person: on shift or when next, and how fast they are given tickets, as their queues say; null until all have said it. */
export function useStaff() {
  const queues = useQueues();
  const answers = useQueries({
    queries: queues.map((queue) => ({
      queryKey: [...staffKey, queue.id],
      queryFn: () =>
        takeAll((from) =>
          take(router.GET("/queues/{id}/staffing", { params: { path: { id: queue.id }, query: { ...from, limit: 200 } } })),
        ),
      staleTime: 30_000,
    })),
  });
  if (queues.length === 0 || answers.some((answer) => answer.isPending)) return null;
  return new Map(answers.flatMap((answer) => answer.data?.items ?? []).map((member) => [member.id, member]));
}
