import type { InfiniteData, UseInfiniteQueryResult } from "@tanstack/react-query";

/** All that a list holds, also what has not been scrolled to: a file that names a span holds the whole span. */
export async function everyPage<T>(list: UseInfiniteQueryResult<InfiniteData<T>>): Promise<readonly T[]> {
  let now = list;
  while (now.hasNextPage) now = await now.fetchNextPage({ throwOnError: true });
  return now.data?.pages ?? [];
}

/** How many there are of each kind on all pages: a share of what happens to be shown would be none of the span. */
export async function countEach<Item>(
  read: (cursor: string | null) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
  kindOf: (item: Item) => string,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  let cursor: string | null = null;
  do {
    const page = await read(cursor);
    for (const item of page.items) counts.set(kindOf(item), (counts.get(kindOf(item)) ?? 0) + 1);
    cursor = page.next;
  } while (cursor !== null);
  return counts;
}
