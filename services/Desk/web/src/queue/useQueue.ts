import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { keys } from "../app/queries";
import { router, take } from "../api/client";
import type { TicketRow } from "../api/types";
import { learnServerTime } from "../ui/time";
import { atLeast, firstPage, pageAfter } from "./listCache";
import { useHeldOrder } from "./useHeldOrder";
import type { Filters } from "./views";

export interface QueueList {
  rows: readonly TicketRow[];
  /** Rows that no longer belong here, but keep their place while the list is used. */
  gone: ReadonlySet<number>;
  changes: number;
  showChanges: () => void;
  /** Says that the list is being used: by a pointer over it, or a key. */
  touch: () => void;
  fetchNext: () => void;
  isLoading: boolean;
  isAll: boolean;
  error: Error | null;
}

/** One list of tickets, kept fresh without moving under the hand. */
export function useQueue(filters: Filters): QueueList {
  const listKey = useMemo(() => [...keys.lists, filters] as const, [filters]);
  const query = useInfiniteQuery({
    queryKey: listKey,
    queryFn: async ({ pageParam }) => {
      const page = await take(router.GET("/tickets", { params: { query: { ...filters, limit: pageParam.limit, ...(pageParam.cursor === null ? {} : { cursor: pageParam.cursor }) } } }));
      for (const row of page.items) if (row.nearest_clock) learnServerTime(row.nearest_clock.as_of);
      return page;
    },
    initialPageParam: firstPage,
    getNextPageParam: pageAfter,
    staleTime: (query) => atLeast(15_000, query),
    refetchInterval: (query) => atLeast(60_000, query),
    placeholderData: keepPreviousData,
  });

  const fresh = useMemo(() => (query.isPlaceholderData ? [] : (query.data?.pages.flatMap((page) => page.items) ?? [])), [query.data, query.isPlaceholderData]);
  const held = useHeldOrder(JSON.stringify(listKey), fresh);
  const { fetchNextPage, hasNextPage, isFetchingNextPage } = query;
  const fetchNext = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);

  return {
    ...held,
    fetchNext,
    isLoading: query.isPending || query.isPlaceholderData,
    isAll: !hasNextPage,
    error: query.error,
  };
}
