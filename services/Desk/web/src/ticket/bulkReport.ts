import { useSyncExternalStore } from "react";
import type { TicketRow } from "../api/types";
import type { Step } from "../work/StatusDialog";

export interface NotDone {
  readonly ticket: TicketRow;
  readonly reason: string;
}

/** Which dialog has the words for what did not go. */
export type Again = "hand_over" | Step;

/** What came of doing one thing to many tickets. */
export interface BulkReport {
  readonly done: number;
  readonly failed: readonly NotDone[];
  readonly again: Again | null;
}

let report: BulkReport | null = null;
const listeners = new Set<() => void>();

export function reportBulk(next: BulkReport | null): void {
  report = next;
  listeners.forEach((listener) => listener());
}

export function useBulkReport(): BulkReport | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => report,
  );
}
