import { useSyncExternalStore } from "react";
import type { TicketRow } from "../api/types";

export interface NotDone {
  readonly ticket: TicketRow;
  readonly reason: string;
}

/** What came of doing one thing to many tickets. */
export interface BulkReport {
  readonly done: number;
  readonly failed: readonly NotDone[];
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
