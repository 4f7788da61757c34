import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { keys } from "../app/queries";
import { router, take } from "../api/client";
import type { TicketRow } from "../api/types";
import { learnServerTime } from "../ui/time";
import { hold } from "./hold";
import { atLeast } from "./listCache";
import type { Filters } from "./views";

const pageSize = 50;
/** A list that nobody has touched for so long may move again. */
const idle = 8_000;

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
      const page = await take(router.GET("/tickets", { params: { query: { ...filters, ...cursor(pageParam), limit: pageSize } } }));
      for (const row of page.items) if (row.nearest_clock) learnServerTime(row.nearest_clock.as_of);
      return page;
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
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

function cursor(next: string | null): { cursor?: string } {
  return next === null ? {} : { cursor: next };
}

function useHeldOrder(list: string, fresh: readonly TicketRow[]) {
  const [shown, setShown] = useState<{ list: string; order: readonly number[] }>({ list, order: [] });
  const [inUse, setInUse] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const lastSeen = useRef(new Map<number, TicketRow>());

  const ids = useMemo(() => fresh.map((row) => row.id), [fresh]);
  const isHeld = inUse && shown.list === list && shown.order.length > 0;
  const { order, changes } = useMemo(
    () => (isHeld ? hold(shown.order, ids) : { order: ids, changes: 0 }),
    [isHeld, shown, ids],
  );

  // What is on the screen now is what has to stay put from the next touch on.
  useEffect(() => {
    setShown((before) => (before.list === list && before.order === order ? before : { list, order }));
  }, [list, order]);

  useEffect(() => {
    for (const row of fresh) lastSeen.current.set(row.id, row);
  }, [fresh]);

  const touch = useCallback(() => {
    setInUse(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setInUse(false), idle);
  }, []);
  const showChanges = useCallback(() => {
    clearTimeout(timer.current);
    setInUse(false);
  }, []);
  useEffect(() => () => clearTimeout(timer.current), []);

  const byId = useMemo(() => new Map(fresh.map((row) => [row.id, row])), [fresh]);
  const rows = useMemo(
    () => order.map((id) => byId.get(id) ?? lastSeen.current.get(id)).filter((row) => row !== undefined),
    [order, byId],
  );
  const gone = useMemo(() => new Set(order.filter((id) => !byId.has(id))), [order, byId]);
  return { rows, gone, changes, touch, showChanges };
}
