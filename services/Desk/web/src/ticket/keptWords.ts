import type { ApiProblem } from "../api/problem";
import type { Way } from "../ui/toast";
import { forgetText, keepText, readText } from "./drafts";

/** What a dialog asks a person for: the same thing of the same things is the same question. */
export interface Ask {
  readonly what: string;
  /** Of what it is asked, by id. */
  readonly of: readonly (string | number)[];
  /** What whoever has left it is told of a refusal, and the way back. */
  readonly told: (problem: ApiProblem) => readonly [text: string, way?: Way];
}

type Question = Pick<Ask, "what" | "of">;

/** Words of a dialog that were not taken; null where there are none. */
export function readWords(personId: string, ask: Question): unknown {
  try {
    return (JSON.parse(readText(keyOf(personId, ask))) as { words?: unknown }).words ?? null;
  } catch {
    return null;
  }
}

/** What is asked of several is kept for each of them too: they may be taken up one by one. */
export function keepWords(personId: string, ask: Question, words: unknown, now: number = Date.now()): void {
  const kept = JSON.stringify({ words, at: now });
  for (const each of allOf(ask)) keepText(keyOf(personId, each), kept);
}

export function forgetWords(personId: string, ask: Question): void {
  for (const each of allOf(ask)) forgetText(keyOf(personId, each));
}

function allOf({ what, of }: Question): readonly Question[] {
  return of.length > 1 ? [{ what, of }, ...of.map((id) => ({ what, of: [id] }))] : [{ what, of }];
}

function keyOf(personId: string, { what, of }: Question): string {
  return `${personId}.${what}.${of.join(" ")}`;
}
