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

export function toast(text: string, tone: Toast["tone"] = "good", way?: Way): void {
  const id = ++lastId;
  set([...toasts.slice(-2), { id, text, tone, way }]);
  setTimeout(() => dismiss(id), tone === "bad" ? 9_000 : 3_500);
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

function set(next: readonly Toast[]): void {
  toasts = next;
  listeners.forEach((listener) => listener());
}
