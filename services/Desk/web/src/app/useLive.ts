import { useEffect, useState } from "react";
import type { LiveChange } from "../api/types";
import { earlyTaken } from "../api/early";
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
    let hearing: Promise<void> | undefined;
    const stop = hearChanges({
      present: presenceChanged,
      changed: (changes: readonly LiveChange[]) => {
        ticketsChanged(changes);
        counts();
        board();
        if (changes.some(({ kind }) => mayTell(kind))) notices();
      },
      resync: () => void queryClient.invalidateQueries({ predicate: (query) => query.queryKey[0] !== "person" }),
      connected: (is) => {
        setLive(is);
        if (is) hearing ??= earlyTaken.then(askAgain);
      },
    });
    return stop;
  }, []);
  return isLive;
}

/** What was asked for before the program was there is older than the stream: a change between the two was told to nobody. */
function askAgain(isEarly: boolean): void {
  if (!isEarly) return;
  for (const key of [keys.lists, ["ticket"]]) void queryClient.invalidateQueries({ queryKey: key }, { cancelRefetch: false });
}

const told: ReadonlySet<string> = new Set(["noted", "lead_told", "clock.warn", "clock.breach", "clock.escalate"]);

/** The kinds of change that somebody is told of. */
function mayTell(kind: string): boolean {
  return told.has(kind) || kind.startsWith("hand");
}
