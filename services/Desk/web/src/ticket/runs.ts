import type { TimelineItem } from "../api/types";

const apart = 10 * 60_000;

export type Run = readonly [TimelineItem, ...TimelineItem[]];

/** Puts posts that say nearly the same under the one they are folded into, where that one is in the list. */
export function folded(items: readonly TimelineItem[]): {
  items: readonly TimelineItem[];
  copies: ReadonlyMap<string, readonly TimelineItem[]>;
} {
  const byMention = new Map(items.flatMap((item) => (item.mention ? [[item.mention.id, item.id] as const] : [])));
  const copies = new Map<string, TimelineItem[]>();
  const rest = items.filter((item) => {
    const into = item.mention?.folded_into ? byMention.get(item.mention.folded_into) : undefined;
    if (into === undefined || into === item.id) return true;
    copies.set(into, [...(copies.get(into) ?? []), item]);
    return false;
  });
  return { items: rest, copies };
}

/** Posts of one author that follow each other closely belong together: three lines of anger are one message. */
export function inRuns(items: readonly TimelineItem[]): Run[] {
  const runs: [TimelineItem, ...TimelineItem[]][] = [];
  for (const item of items) {
    const run = runs.at(-1);
    const last = run?.at(-1);
    if (run && last && belong(last, item)) run.push(item);
    else runs.push([item]);
  }
  return runs;
}

function belong(before: TimelineItem, after: TimelineItem): boolean {
  return (
    before.mention != null &&
    after.mention != null &&
    before.mention.author.id === after.mention.author.id &&
    before.mention.visibility === after.mention.visibility &&
    before.unanswered === after.unanswered &&
    Date.parse(after.at) - Date.parse(before.at) <= apart
  );
}
