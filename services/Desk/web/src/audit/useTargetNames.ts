import { useQueries, useQuery } from "@tanstack/react-query";
import type { AuditEntry } from "../api/types";
import { webhooksQuery } from "../admin/queries";
import { cannedQuery } from "../canned/queries";
import { queuesQuery } from "../queue/team";
import { calendarsQuery, versionsQuery } from "../rules/queries";
import { keptBy } from "./keptBy";

type Target = Pick<AuditEntry, "act" | "outcome" | "target" | "target_name">;

const aWhile = 5 * 60_000;

/** How what each line is about is called by now: the desk says it of what it keeps itself, the rest is asked of the router, and only if a line needs it. */
export function useTargetNames(lines: readonly Target[]): (line: Target) => string | undefined {
  const needs = new Set(lines.map(keptBy));
  const queues = useQuery({ ...queuesQuery, staleTime: aWhile, enabled: needs.has("queues") }).data?.items;
  const calendars = useQuery({ ...calendarsQuery, staleTime: aWhile, enabled: needs.has("calendars") }).data;
  const canned = useQuery({ ...cannedQuery, staleTime: aWhile, enabled: needs.has("canned") }).data?.items;
  const webhooks = useQuery({ ...webhooksQuery, staleTime: aWhile, enabled: needs.has("webhooks") }).data?.items;
  // A policy that was retired still has its versions; what was refused may have been no policy at all.
  const ids = [...new Set(lines.filter((line) => keptBy(line) === "policies" && line.outcome === "done").map((line) => line.target ?? ""))];
  const policies = useQueries({ queries: ids.map((id) => ({ ...versionsQuery(id), staleTime: aWhile })) });

  return (line) => {
    const named = (all: readonly { readonly id: string; readonly name: string }[] | undefined) =>
      all?.find((each) => each.id === line.target)?.name;
    switch (keptBy(line)) {
      case "queues":
        return named(queues);
      case "calendars":
        return calendars?.find((each) => each.id === line.target)?.definition.name;
      case "canned":
        return named(canned);
      case "webhooks":
        return named(webhooks?.map(({ id, description, url }) => ({ id, name: description ?? url })));
      case "policies":
        return policies[ids.indexOf(line.target ?? "")]?.data?.items[0]?.definition.name;
      default:
        return line.target_name ?? undefined;
    }
  };
}
