import type { Query } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import { servicesAway } from "../api/health";
import { asProblem } from "../api/problem";
import { queryClient } from "./queries";

/** Of what is asked again its error is gone while it is on its way; it has failed until it is answered. */
const lastFailure = new WeakMap<Query, string | null>();

/** Who gave no answer to something that the page shows, also where it has answered others since. */
export function useFailing(): readonly string[] {
  const names = useSyncExternalStore(subscribe, failing);
  return names === "" ? [] : names.split(" ");
}

/** Asks once more what had no answer, but of who is known to be away. */
export async function askFailingAgain(): Promise<void> {
  const away = servicesAway();
  await queryClient.refetchQueries({
    type: "active",
    predicate: (query) => {
      const service = serviceOf(query);
      return service !== null && !away.has(service);
    },
  });
}

/** Their names, in one text that is the same while they are. */
export function failing(): string {
  const services = queryClient.getQueryCache().findAll({ type: "active" }).map(serviceOf);
  return [...new Set(services.filter((service) => service !== null))].sort().join(" ");
}

/** Who gave no answer to it; null where there is one, even a refusal. */
function serviceOf(query: Query): string | null {
  const { error, errorUpdatedAt, dataUpdatedAt } = query.state;
  if (error !== null) {
    const problem = asProblem(error);
    lastFailure.set(query, problem.isAway ? (problem.service ?? "desk") : null);
  }
  return errorUpdatedAt > dataUpdatedAt ? (lastFailure.get(query) ?? null) : null;
}

function subscribe(listener: () => void): () => void {
  return queryClient.getQueryCache().subscribe(listener);
}
