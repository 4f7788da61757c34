import type { TicketRow } from "../api/types";
import { forgetText, keepText, readText } from "./drafts";

/** What a dialog asks a person for: the same thing of the same tickets is the same question. */
export interface Ask {
  readonly what: string;
  readonly tickets: readonly TicketRow[];
}

/** Words of a dialog that were refused; null where there are none. */
export function readWords(personId: string, ask: Ask): unknown {
  try {
    return (JSON.parse(readText(keyOf(personId, ask))) as { words?: unknown }).words ?? null;
  } catch {
    return null;
  }
}

export function keepWords(personId: string, ask: Ask, words: unknown, now: number = Date.now()): void {
  keepText(keyOf(personId, ask), JSON.stringify({ words, at: now }));
}

export function forgetWords(personId: string, ask: Ask): void {
  forgetText(keyOf(personId, ask));
}

function keyOf(personId: string, { what, tickets }: Ask): string {
  return `${personId}.${what}.${tickets.map((ticket) => ticket.id).join(" ")}`;
}
