import { useQuery } from "@tanstack/react-query";
import { keys } from "../app/queries";
import { hasRole, usePerson } from "../app/session";
import { router, take } from "../api/client";
import type { AgentView, QueueView } from "../api/types";

const none: readonly never[] = [];

export function useQueues(): readonly QueueView[] {
  return (
    useQuery({
      queryKey: keys.queues,
      queryFn: () => take(router.GET("/queues", { params: { query: { limit: 200 } } })),
      staleTime: 5 * 60_000,
    }).data?.items ?? none
  );
}

export function useAgents(): readonly AgentView[] {
  return (
    useQuery({
      queryKey: keys.agents,
      queryFn: () => take(router.GET("/agents", { params: { query: { limit: 200 } } })),
      staleTime: 60_000,
    }).data?.items ?? none
  );
}

/** Whether this person answers for a queue: the server decides, this only hides what it would refuse. */
export function useWorksFor(): (queueId: string) => boolean {
  const person = usePerson();
  const me = useQuery({ queryKey: keys.me, queryFn: () => take(router.GET("/me")) });
  const all = hasRole(person, "lead", "admin");
  return (queueId) => all || (me.data?.agent?.queues.some((queue) => queue.id === queueId) ?? false);
}
