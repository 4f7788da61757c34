import type { PolicyDefinition } from "../api/leadTypes";

/** The list with one of its members at another place. */
export function moved<T>(all: readonly T[], from: number, to: number): readonly T[] {
  if (from === to || from < 0 || to < 0 || from >= all.length || to >= all.length) return all;
  const next = [...all];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Where a new policy is tried: before the first that takes everything, because after that one it would take nothing; else last. */
export function orderOfNew(all: readonly PolicyDefinition[]): number {
  const placed = all.map(({ order = 0, match }) => ({ order, takesAll: Object.values(match ?? {}).every((part) => part.length === 0) }));
  placed.sort((one, other) => one.order - other.order);
  const place = placed.findIndex((policy) => policy.takesAll);
  const before = place < 0 ? placed.at(-1) : placed[place - 1];
  const after = placed[place];
  if (after === undefined) return (before?.order ?? 0) + 10;
  return before === undefined ? after.order - 10 : Math.ceil((before.order + after.order) / 2);
}
