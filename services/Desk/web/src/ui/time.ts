import { useSyncExternalStore } from "react";

/** One tick a second for everything that counts down; it stands still while nobody looks. */
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

/** How far the server's clock is ahead of this machine's, in milliseconds. */
let ahead = 0;

export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}

/** What is shown of the time: whoever uses it is rendered again when that is something else, not with every tick. */
export function useNowAs<Shown extends string | number>(read: (now: number) => Shown): Shown {
  return useSyncExternalStore(subscribe, () => read(now));
}

/** The moment that all clocks on the page show. */
export function shownNow(): number {
  return now;
}

export function serverNow(): number {
  return Date.now() + ahead;
}

/** Every clock that the server sends says what time it was there: people's machines are often minutes off. */
export function learnServerTime(asOf: string, receivedAt: number = Date.now()): void {
  const difference = Date.parse(asOf) - receivedAt;
  if (Number.isNaN(difference)) return;
  // An answer is always a little old. Only a difference that is not delay is a wrong clock.
  ahead = difference > ahead || difference < ahead - 2_000 ? difference : ahead;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (timer === undefined) {
    now = serverNow();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  if (document.visibilityState === "hidden") return;
  now = serverNow();
  listeners.forEach((listener) => listener());
}
