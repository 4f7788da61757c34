import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TicketRow } from "../api/types";
import { hold } from "./hold";

/** A list that nobody has touched for so long may move again. */
const idle = 8_000;

/** The list that was shown last: from the queue to a ticket and back it is the same one, and it is still being used. */
interface Shown {
  readonly list: string;
  readonly order: readonly number[];
}
const last = { shown: { list: "", order: [] } as Shown, rows: new Map<number, TicketRow>(), touchedAt: -idle };

/** The rows in the order in which they are to be shown, which stays while the list is used. */
export function useHeldOrder(list: string, fresh: readonly TicketRow[]) {
  const [shown, setShown] = useState<Shown>(() => (last.shown.list === list ? last.shown : { list, order: [] }));
  const [inUse, setInUse] = useState(() => last.shown.list === list && leftOfUse() > 0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [lastSeen] = useState(() => (last.shown.list === list ? last.rows : new Map<number, TicketRow>()));

  const ids = useMemo(() => fresh.map((row) => row.id), [fresh]);
  const isHeld = inUse && shown.list === list && shown.order.length > 0;
  const { order, changes } = useMemo(
    () => (isHeld ? hold(shown.order, ids) : { order: ids, changes: 0 }),
    [isHeld, shown, ids],
  );

  // What is on the screen now is what has to stay put from the next touch on.
  useEffect(() => {
    setShown((before) => (before.list === list && before.order === order ? before : { list, order }));
    last.shown = { list, order };
    last.rows = lastSeen;
  }, [list, order, lastSeen]);

  useEffect(() => {
    for (const row of fresh) lastSeen.set(row.id, row);
  }, [fresh, lastSeen]);

  const release = useCallback(() => {
    clearTimeout(timer.current);
    last.touchedAt = -idle;
    setInUse(false);
  }, []);
  const holdFor = useCallback((milliseconds: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setInUse(false), milliseconds);
  }, []);
  const touch = useCallback(() => {
    last.touchedAt = performance.now();
    setInUse(true);
    holdFor(idle);
  }, [holdFor]);
  useEffect(() => {
    holdFor(Math.max(0, leftOfUse()));
    return () => clearTimeout(timer.current);
  }, [holdFor]);

  const byId = useMemo(() => new Map(fresh.map((row) => [row.id, row])), [fresh]);
  const rows = useMemo(
    () => order.map((id) => byId.get(id) ?? lastSeen.get(id)).filter((row) => row !== undefined),
    [order, byId, lastSeen],
  );
  const gone = useMemo(() => new Set(order.filter((id) => !byId.has(id))), [order, byId]);
  return { rows, gone, changes, touch, showChanges: release };
}

/** How long the last touch still holds, in milliseconds. */
function leftOfUse(): number {
  return last.touchedAt + idle - performance.now();
}
