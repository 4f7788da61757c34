import { useEffect, useState } from "react";
import type { LiveChange } from "../api/types";
import { presenceChanged } from "../queue/presence";
import { ticketsChanged } from "../queue/listCache";
import { atMostEvery } from "./atMostEvery";
import { hearChanges } from "./live";
import { keys, queryClient } from "./queries";

/** Keeps everything on the page fresh. False while the stream is broken. */
export function useLive(): boolean {
  const [isLive, setLive] = useState(true);
  useEffect(() => {
    const counts = atMostEvery(1_500, () => void queryClient.invalidateQueries({ queryKey: keys.counts }));
    const board = atMostEvery(3_000, () => void queryClient.invalidateQueries({ queryKey: keys.board }));
    const notices = atMostEvery(3_000, () => void queryClient.invalidateQueries({ queryKey: keys.notices }));
    const stop = hearChanges({
      present: presenceChanged,
      changed: (changes: readonly LiveChange[]) => {
        ticketsChanged(changes);
        counts();
        board();
        if (changes.some(({ kind }) => mayTell(kind))) notices();
      },
      resync: () => void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "person" }),
      connected: setLive,
    });
    return stop;
  }, []);
  return isLive;
}

const told: ReadonlySet<string> = new Set(["noted", "lead_told", "clock.warn", "clock.breach", "clock.escalate"]);

/** The kinds of change that somebody is told of. */
function mayTell(kind: string): boolean {
  return told.has(kind) || kind.startsWith("hand");
}
