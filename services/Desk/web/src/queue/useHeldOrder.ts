import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { TicketRow } from "../api/types";
import { hold } from "./hold";

/** A list that nobody has touched for so long may move again. */
const idle = 8_000;

const nothing: ReadonlySet<number> = new Set();

/** The list that was shown last: from the queue to a ticket and back it is the same one, and it is still being used. */
interface Shown {
  readonly list: string;
  readonly order: readonly number[];
}
const last = { shown: { list: "", order: [] } as Shown, rows: [] as readonly TicketRow[], touchedAt: -idle };

/** The rows in the order in which they are to be shown, which stays while the list is used. */
export function useHeldOrder(list: string, fresh: readonly TicketRow[]) {
  const [shown, setShown] = useState<Shown>(() => (last.shown.list === list ? last.shown : { list, order: [] }));
  const [inUse, setInUse] = useState(() => last.shown.list === list && leftOfUse() > 0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [seen] = useState(() => ({ rows: last.shown.list === list ? last.rows : [] }));

  const ids = useMemo(() => fresh.map((row) => row.id), [fresh]);
  const isHeld = inUse && shown.list === list && shown.order.length > 0;
  const { order, changes } = useMemo(
    () => (isHeld ? hold(shown.order, ids) : { order: ids, changes: 0 }),
    [isHeld, shown, ids],
  );

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

  const { rows, gone } = useMemo(
    () => (changes === 0 && order.length === fresh.length ? { rows: fresh, gone: nothing } : placed(order, fresh, seen.rows)),
    [order, changes, fresh, seen],
  );

  // What is on the screen now is what has to stay put from the next touch on.
  useEffect(() => {
    setShown((before) => (before.list === list && before.order === order ? before : { list, order }));
    seen.rows = rows;
    last.shown = { list, order };
    last.rows = rows;
  }, [list, order, rows, seen]);

  return { rows, gone, changes, touch, showChanges: release };
}

/** The rows in an order of which some have left the list: those are as they were shown last. */
function placed(order: readonly number[], fresh: readonly TicketRow[], shown: readonly TicketRow[]) {
  const byId = new Map(fresh.map((row) => [row.id, row]));
  const before = new Map(shown.map((row) => [row.id, row]));
  const rows = order.map((id) => byId.get(id) ?? before.get(id)).filter((row) => row !== undefined);
  return { rows, gone: new Set(order.filter((id) => !byId.has(id))) };
}

/** How long the last touch still holds, in milliseconds. */
function leftOfUse(): number {
  return last.touchedAt + idle - performance.now();
}
