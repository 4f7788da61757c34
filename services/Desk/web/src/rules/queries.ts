import { useQuery } from "@tanstack/react-query";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { queryClient } from "../app/queries";

export const ruleKeys = {
  policies: ["policies"] as const,
  versions: (id: string) => ["policies", id, "versions"] as const,
  calendars: ["calendars"] as const,
  holidays: ["holidays"] as const,
  duties: ["duties"] as const,
  orderPatterns: ["order patterns"] as const,
  recalculations: ["recalculations"] as const,
};

export const calendarsQuery = {
  queryKey: ruleKeys.calendars,
  queryFn: async () => (await take(router.GET("/calendars", { params: { query: { limit: 200 } } }))).items,
};

export function usePolicies() {
  return useQuery({ queryKey: ruleKeys.policies, queryFn: () => take(router.GET("/policies")), staleTime: 0 });
}

export function useCalendars() {
  return useQuery({ ...calendarsQuery, staleTime: 0 });
}

/** The newest versions of a policy, newest first. */
export function versionsQuery(id: string) {
  return {
    queryKey: ruleKeys.versions(id),
    queryFn: () => take(router.GET("/policies/{id}/versions", { params: { path: { id }, query: { limit: 5 } } })),
  };
}

/** A refusal because somebody else has saved: what they saved is fetched, and the editor says so. */
export function lookIfOvertaken(error: unknown, ...all: readonly (readonly unknown[])[]): void {
  if (asProblem(error).status === 412) void forget(...all);
}

export function forget(...all: readonly (readonly unknown[])[]): Promise<unknown> {
  return Promise.all(all.map((queryKey) => queryClient.invalidateQueries({ queryKey })));
}
