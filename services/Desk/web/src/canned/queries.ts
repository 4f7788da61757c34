import { useQuery } from "@tanstack/react-query";
import { router, take, takeAll } from "../api/client";
import type { CannedReplyView } from "../api/types";
import { keys } from "../app/queries";

export const cannedQuery = {
  queryKey: keys.canned,
  queryFn: () => takeAll((from) => take(router.GET("/canned-replies", { params: { query: { ...from, limit: 200 } } }))),
};

/** Every reply and macro that this person may use; undefined until they have come. */
export function useCannedReplies(): readonly CannedReplyView[] | undefined {
  return useQuery({ ...cannedQuery, staleTime: 60_000 }).data?.items;
}
