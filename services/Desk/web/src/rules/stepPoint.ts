/** How a step's point is said: a share of the target, at due, or so long before or after it. */
export const pointKinds = ["percent", "minutes_before", "hours_before", "due", "minutes_after", "hours_after"] as const;
export type PointKind = (typeof pointKinds)[number];

const spellings: Record<Exclude<PointKind, "due">, readonly [sign: string, unit: string]> = {
  percent: ["", "%"],
  minutes_before: ["-", "m"],
  hours_before: ["-", "h"],
  minutes_after: ["+", "m"],
  hours_after: ["+", "h"],
};

/** What stands there where one kind is chosen after "at due". */
const usual: Record<PointKind, string> = {
  percent: "80",
  minutes_before: "15",
  hours_before: "1",
  due: "",
  minutes_after: "30",
  hours_after: "2",
};

/** The most that the API takes of each: ten times the target, or a year around due. */
export const mostOf: Record<PointKind, number> = {
  percent: 1_000,
  minutes_before: 527_040,
  hours_before: 8_784,
  due: 0,
  minutes_after: 527_040,
  hours_after: 8_784,
};

export interface StepPoint {
  readonly kind: PointKind;
  /** As it is typed; empty while nothing is, and of "due". */
  readonly amount: string;
}

/** Reads what the API calls a point, `80%`, `due`, `-15m` or `+2h`; the amount may still be missing. */
export function pointOf(at: string): StepPoint {
  if (at.trim() === "due") return { kind: "due", amount: "" };
  const [, sign = "", amount = "", unit = "%"] = /^([+-]?)([\d.]*)([%mh])$/.exec(at.trim()) ?? [];
  const kinds = Object.keys(spellings) as (keyof typeof spellings)[];
  const kind = kinds.find((each) => spellings[each][0] === sign && spellings[each][1] === unit);
  return kind ? { kind, amount } : { kind: "percent", amount: "" };
}

/** As the API wants it. */
export function atOf({ kind, amount }: StepPoint): string {
  if (kind === "due") return "due";
  const [sign, unit] = spellings[kind];
  return `${sign}${amount}${unit}`;
}

/** The same amount in another way; where there was none, a usual one. */
export function pointAs({ amount }: StepPoint, kind: PointKind): StepPoint {
  return { kind, amount: kind === "due" ? "" : amount === "" ? usual[kind] : amount };
}
