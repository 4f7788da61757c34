/** The order in which rows are shown, and how many changes to it are held back. */
export interface Held {
  readonly order: readonly number[];
  readonly changes: number;
}

/**
 * While a list is used, no row moves under the cursor: rows keep their places, rows that left stay, new ones wait.
 * What a further page brings is put at the end, for it moves nothing.
 */
export function hold(shown: readonly number[], fresh: readonly number[]): Held {
  if (beginsWith(fresh, shown)) return { order: fresh.length === shown.length ? shown : fresh, changes: 0 };
  const places = new Map(fresh.map((id, index) => [id, index]));
  const known = new Set(shown);
  const last = shown.reduce((place, id) => Math.max(place, places.get(id) ?? -1), -1);
  const tail = fresh.slice(last + 1).filter((id) => !known.has(id));
  const added = fresh.slice(0, last + 1).filter((id) => !known.has(id)).length;
  const gone = shown.filter((id) => !places.has(id)).length;
  return { order: tail.length === 0 ? shown : [...shown, ...tail], changes: added + gone + outOfPlace(shown, places) };
}

/** Whether a list is another one, or that with more behind it: as it mostly is, however long, so that this is quickly seen. */
function beginsWith(list: readonly number[], other: readonly number[]): boolean {
  return other.length <= list.length && other.every((id, index) => list[index] === id);
}

/** How many rows stand behind one that they should stand before. */
function outOfPlace(shown: readonly number[], places: ReadonlyMap<number, number>): number {
  let furthest = -1;
  let count = 0;
  for (const id of shown) {
    const place = places.get(id);
    if (place === undefined) continue;
    if (place < furthest) count += 1;
    else furthest = place;
  }
  return count;
}
