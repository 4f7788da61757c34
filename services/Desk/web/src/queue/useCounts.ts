import { useQuery } from "@tanstack/react-query";
import { keys } from "../app/queries";
import { router, take } from "../api/client";
import type { ViewCounts } from "../api/types";

/** How many tickets each view holds. Time moves tickets between views too, so they are counted again each minute. */
export function useCounts(): ViewCounts | undefined {
  const query = useQuery({
    queryKey: keys.counts,
    queryFn: () => take(router.GET("/tickets/counts")),
    refetchInterval: 60_000,
  });
  return query.data;
}
