import { useQuery } from "@tanstack/react-query";
import { keys } from "../app/queries";
import { hasRole, usePerson } from "../app/session";
import { router, take, takeAll } from "../api/client";
import type { AgentView, QueueView } from "../api/types";
import { versionsQuery } from "../rules/queries";

const none: readonly never[] = [];

export const queuesQuery = {
  queryKey: keys.queues,
  queryFn: () => takeAll((from) => take(router.GET("/queues", { params: { query: { ...from, limit: 200 } } }))),
};

/** Everybody who works tickets. */
export const agentsQuery = {
  queryKey: keys.agents,
  queryFn: () => takeAll((from) => take(router.GET("/agents", { params: { query: { ...from, limit: 200 } } }))),
};

export function useQueues(): readonly QueueView[] {
  return useQuery({ ...queuesQuery, staleTime: 5 * 60_000 }).data?.items ?? none;
}

export function useAgents(): readonly AgentView[] {
  return useQuery({ ...agentsQuery, staleTime: 60_000 }).data?.items ?? none;
}

export function agentQuery(id: string) {
  return { queryKey: ["agent", id] as const, queryFn: () => take(router.GET("/agents/{id}", { params: { path: { id } } })) };
}

/** How somebody is called, also who no longer works tickets. */
export function useAgentName(id: string | undefined): string | undefined {
  const working = useQuery({ ...agentsQuery, staleTime: 60_000 }).data?.items;
  const known = working?.find((agent) => agent.id === id)?.name;
  const isGone = id !== undefined && working !== undefined && known === undefined;
  const gone = useQuery({ ...agentQuery(id ?? ""), staleTime: 5 * 60_000, enabled: isGone });
  return known ?? gone.data?.name;
}

/** How a policy is called by now, or was when it was retired. */
export function usePolicyName(id: string | undefined): string | undefined {
  const query = useQuery({ ...versionsQuery(id ?? ""), staleTime: 5 * 60_000, enabled: id !== undefined });
  return query.data?.items[0]?.definition.name;
}

/** Whether this person answers for a queue: the server decides, this only hides what it would refuse. */
export function useWorksFor(): (queueId: string) => boolean {
  const person = usePerson();
  const me = useQuery({ queryKey: keys.me, queryFn: () => take(router.GET("/me")) });
  const all = hasRole(person, "lead", "admin");
  return (queueId) => all || (me.data?.agent?.queues.some((queue) => queue.id === queueId) ?? false);
}
