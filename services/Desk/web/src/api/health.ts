import { useSyncExternalStore } from "react";

/** Which parts of the mesh do not answer just now, as far as this page has noticed. */
let away: ReadonlySet<string> = new Set();
const listeners = new Set<() => void>();

export function reportAway(service: string): void {
  if (away.has(service)) return;
  away = new Set([...away, service]);
  listeners.forEach((listener) => listener());
}

/** An answer from a service shows that it, and the desk in front of it, are there. */
export function reportAnswer(service: string): void {
  const left = [...away].filter((name) => name !== service && name !== "desk" && name !== "database");
  if (left.length === away.size) return;
  away = new Set(left);
  listeners.forEach((listener) => listener());
}

export function servicesAway(): ReadonlySet<string> {
  return away;
}

export function useServicesAway(): ReadonlySet<string> {
  return useSyncExternalStore(subscribe, servicesAway);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
