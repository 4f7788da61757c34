import { useSyncExternalStore } from "react";

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: "good" | "bad";
  /** The way to what it is about, where one may be somewhere else. */
  readonly way: Way | undefined;
}

export interface Way {
  readonly to: string;
  readonly text: string;
}

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

/** More at once would hide the page. */
const atMost = 4;

/** What went well goes by itself; what has a way back stays until it is taken or dismissed. */
export function toast(text: string, tone: Toast["tone"] = "good", way?: Way): void {
  const entry: Toast = { id: ++lastId, text, tone, way };
  // Said again, it is the same thing: one of them is enough.
  set(fitting([...toasts.filter((before) => before.text !== text || !before.way), entry]));
  if (!way) setTimeout(() => dismiss(entry.id), tone === "bad" ? 9_000 : 3_500);
}

export function dismiss(id: number): void {
  set(toasts.filter((entry) => entry.id !== id));
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}

/** Where there are too many, first what goes by itself makes room, oldest first. */
function fitting(all: readonly Toast[]): readonly Toast[] {
  const passing = all.slice(0, -1).filter((entry) => !entry.way);
  const staying = all.slice(0, -1).filter((entry) => entry.way);
  const gone = new Set([...passing, ...staying].slice(0, Math.max(0, all.length - atMost)));
  return all.filter((entry) => !gone.has(entry));
}

function set(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}
