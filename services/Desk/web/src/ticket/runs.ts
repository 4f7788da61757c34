import type { TimelineItem } from "../api/types";

const apart = 10 * 60_000;

export type Run = readonly [TimelineItem, ...TimelineItem[]];

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
