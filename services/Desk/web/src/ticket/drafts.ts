import { useCallback, useMemo, useSyncExternalStore } from "react";
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
const listeners = new Set<() => void>();
/** What the machine had no room for, until the page is closed. */
const unkept = new Map<string, string>();

/** The draft as it is kept: what another window, or an answer that came late, makes of it shows at once. */
export function useDraft(personId: string, ticketId: number): Draft {
  const key = keyOf(personId, ticketId);
  const stored = useSyncExternalStore(
    listen,
    useCallback(() => read(key), [key]),
  );
  return useMemo(() => parse(stored), [stored]);
}

export function readDraft(personId: string, ticketId: number): Draft {
  return parse(read(keyOf(personId, ticketId)));
}

/** From what it is by then: people go on writing while something is being sent. */
export function changeDraft(personId: string, ticketId: number, change: (now: Draft) => Draft): void {
  keepDraft(personId, ticketId, change(readDraft(personId, ticketId)));
}

export function keepDraft(personId: string, ticketId: number, draft: Draft, now: number = Date.now()): void {
  const key = keyOf(personId, ticketId);
  unkept.delete(key);
  if (draft.reply === "" && draft.note === "" && draft.links.length === 0) localStorage.removeItem(key);
  else keep(key, JSON.stringify({ ...draft, at: now }));
  listeners.forEach((listener) => listener());
}

/** The draft without what was sent; what was written since stays. */
export function without(draft: Draft, sent: { kind: "reply" | "note"; text: string; links: readonly LinkAttachment[] }): Draft {
  const gone = new Set(sent.links.map((link) => link.url));
  return {
    ...draft,
    [sent.kind]: draft[sent.kind].trim() === sent.text ? "" : draft[sent.kind],
    links: draft.links.filter((link) => !gone.has(link.url)),
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
  listeners.forEach((listener) => listener());
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

/** Further words under a name of their own; they go when drafts go. */
export function readText(name: string): string {
  return read(prefix + name);
}

export function keepText(name: string, text: string): void {
  forgetText(name);
  keep(prefix + name, text);
}

export function forgetText(name: string): void {
  unkept.delete(prefix + name);
  localStorage.removeItem(prefix + name);
}

function read(key: string): string {
  return unkept.get(key) ?? localStorage.getItem(key) ?? "{}";
}

function keep(key: string, draft: string): void {
  try {
    localStorage.setItem(key, draft);
  } catch {
    unkept.set(key, draft);
  }
}

function parse(stored: string): Draft {
  try {
    const draft = JSON.parse(stored) as Partial<Draft>;
    return { reply: text(draft.reply), note: text(draft.note), links: Array.isArray(draft.links) ? draft.links : [] };
  } catch {
    return { reply: "", note: "", links: [] };
  }
}

function keyOf(personId: string, ticketId: number): string {
  return `${prefix}${personId}.${ticketId}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
