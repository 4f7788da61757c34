import { useEffect, useLayoutEffect, useRef, useSyncExternalStore } from "react";
import type { TicketDetail } from "../api/types";

/** How long something new has to stand before a person's eyes to count as seen by them. */
const aWhile = 2_000;

/** Of each ticket that is open: the newest post or reply that the person has had before them. */
const seen = new Map<number, string>();
const listeners = new Set<() => void>();

/**
 * What to send along as seen: what the ticket was opened with, and what has come since and stood on the screen for a
 * while. What came in as the key was pressed does not count, though the page holds it already. Undefined where the
 * ticket is not open.
 */
export function seenOf(ticketId: number): string | undefined {
  return seen.get(ticketId);
}

/** The person knows of it some other way: they wrote it, or it was held out to them. */
export function saw(ticketId: number, content: string): void {
  if (!seen.has(ticketId)) return;
  seen.set(ticketId, content);
  listeners.forEach((listener) => listener());
}

/** Keeps what this person sees of an open ticket; false while something new is on it that they have not seen. */
export function useSeen({ ticket, last_seen }: TicketDetail, isInView: boolean): boolean {
  const { id } = ticket;
  const openedWith = useRef(last_seen);
  useLayoutEffect(() => {
    seen.set(id, openedWith.current);
    return () => {
      seen.delete(id);
    };
  }, [id]);
  const known = useSyncExternalStore(listen, () => seen.get(id));
  useEffect(
    () => (isInView && known !== last_seen ? afterLooking(() => saw(id, last_seen)) : undefined),
    [id, known, last_seen, isInView],
  );
  return known === undefined || known === last_seen;
}

/** Runs it once somebody has had the page before them for a while without a break. Gives what calls it off. */
export function afterLooking(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible" && document.hasFocus()) timer = setTimeout(act, aWhile);
  };
  addEventListener("focus", look);
  addEventListener("blur", look);
  document.addEventListener("visibilitychange", look);
  look();
  return () => {
    clearTimeout(timer);
    removeEventListener("focus", look);
    removeEventListener("blur", look);
    document.removeEventListener("visibilitychange", look);
  };
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
