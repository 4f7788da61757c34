/** Which rows are selected, and from where a range reaches. */
export interface Selection {
  readonly ids: ReadonlySet<number>;
  readonly anchor: number | null;
}

export const nothing: Selection = { ids: new Set(), anchor: null };

/** One row more, or one less. */
export function withOne({ ids }: Selection, id: number): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** All rows from the anchor to this one; what was selected elsewhere stays. */
export function withRange(selection: Selection, id: number, order: readonly number[]): Selection {
  const from = order.indexOf(selection.anchor ?? id);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return withOne(selection, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor ?? id };
}

/** Without rows that are no longer in the list. */
export function stillIn(selection: Selection, order: readonly number[]): Selection {
  if (selection.ids.size === 0) return selection;
  const shown = new Set(order);
  const ids = [...selection.ids].filter((id) => shown.has(id));
  return ids.length === selection.ids.size ? selection : { ids: new Set(ids), anchor: selection.anchor };
}
