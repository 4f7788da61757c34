import { classifier, router, take } from "../api/client";
import type { RuleDefinition, RuleTryRequest, RuleTryView } from "../api/leadTypes";

/** What a rule can be tried on: the newest mentions, or what people corrected lately. */
export const tryOns = ["mentions", "corrections"] as const;
export type TryOn = (typeof tryOns)[number];

/** So many of the newest mentions, in portions that one request takes. */
export const newest = 1_000;
const portion = 100;

/** What the rule would change. Nothing is stored. */
export async function tryRule(definition: RuleDefinition, ruleId: string | null, on: TryOn): Promise<RuleTryView> {
  if (on === "corrections") return tryOn({ definition, rule_id: ruleId, mentions: [], corrections: true });
  const trials: RuleTryView[] = [];
  for (let [cursor, read] = [null as string | null, 0]; read < newest; read += portion) {
    const page = await take(router.GET("/mentions/newest", { params: { query: { limit: portion, ...(cursor ? { cursor } : {}) } } }));
    trials.push(await tryOn({ definition, rule_id: ruleId, mentions: page.items, corrections: false }));
    if (page.next === null) break;
    cursor = page.next;
  }
  return trials.reduce(together);
}

function tryOn(body: RuleTryRequest): Promise<RuleTryView> {
  return take(classifier.POST("/rules/try", { body }));
}

/** Two trials as one. */
export function together(one: RuleTryView, other: RuleTryView): RuleTryView {
  return {
    tried: one.tried + other.tried,
    matched: one.matched + other.matched,
    changed: one.changed + other.changed,
    timed_out: one.timed_out + other.timed_out,
    changes: [...one.changes, ...other.changes],
  };
}
