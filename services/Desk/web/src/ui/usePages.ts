import { useInfiniteQuery, type QueryKey } from "@tanstack/react-query";

interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** A list that the server gives page by page. */
export interface Pages<Item> {
  readonly items: readonly Item[];
  /** Nothing has come yet. */
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => Promise<unknown>;
}

/** Reads a list from its first page on; `read` gets what the server said to go on from. */
export function usePages<Item>(
  queryKey: QueryKey,
  read: (from: { cursor?: string }) => Promise<Page<Item>>,
  options: { refetchInterval?: number } = {},
): Pages<Item> {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => read(pageParam === null ? {} : { cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    ...options,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items) ?? [],
    isPending: query.isPending,
    error: query.error,
    hasNextPage: query.hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage,
    fetchNextPage: query.fetchNextPage,
  };
}
