import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";

/** All that a list holds, also what has not been scrolled to: a file that names a span holds the whole span. */
export async function everyPage<T>(list: UseInfiniteQueryResult<InfiniteData<T>>): Promise<readonly T[]> {
  let now = list;
  while (now.hasNextPage) now = await now.fetchNextPage({ throwOnError: true });
  return now.data?.pages ?? [];
}
