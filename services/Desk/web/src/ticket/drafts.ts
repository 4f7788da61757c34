import type { LinkAttachment } from "../api/types";

/** What a person was writing, kept on this machine through reloads, crashes and sessions that end. */
export interface Draft {
  reply: string;
  note: string;
  /** Given with whichever of the two is sent. */
  links: readonly LinkAttachment[];
}

const prefix = "desk.draft.";
const keptFor = 14 * 24 * 3_600_000;

export function readDraft(personId: string, ticketId: number): Draft {
  try {
    const stored = JSON.parse(localStorage.getItem(keyOf(personId, ticketId)) ?? "{}") as Partial<Draft>;
    return { reply: text(stored.reply), note: text(stored.note), links: Array.isArray(stored.links) ? stored.links : [] };
  } catch {
    return { reply: "", note: "", links: [] };
  }
}

export function keepDraft(personId: string, ticketId: number, draft: Draft, now: number = Date.now()): void {
  const key = keyOf(personId, ticketId);
  if (draft.reply === "" && draft.note === "" && draft.links.length === 0) localStorage.removeItem(key);
  else localStorage.setItem(key, JSON.stringify({ ...draft, at: now }));
}

/** The draft without what was sent; what was written since stays. */
export function without(draft: Draft, sent: { kind: "reply" | "note"; text: string; links: readonly LinkAttachment[] }): Draft {
  return {
    ...draft,
    [sent.kind]: draft[sent.kind].trim() === sent.text ? "" : draft[sent.kind],
    links: draft.links.filter((link) => !sent.links.includes(link)),
  };
}

/** Text that nobody came back to does not stay on the machine for ever. */
export function dropOldDrafts(now: number = Date.now()): void {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(prefix))) {
    try {
      const { at } = JSON.parse(localStorage.getItem(key) ?? "{}") as { at?: number };
      if (typeof at !== "number" || now - at > keptFor) localStorage.removeItem(key);
    } catch {
      localStorage.removeItem(key);
    }
  }
}

function keyOf(personId: string, ticketId: number): string {
  return `${prefix}${personId}.${ticketId}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
