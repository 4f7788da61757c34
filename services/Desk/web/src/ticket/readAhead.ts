import { useEffect } from "react";
import { lookAhead } from "../app/address";
import { queryClient } from "../app/queries";
import { afterPaint } from "../ui/afterPaint";
import { ticketQuery } from "./actions";

/**
 * Reads the tickets that may be opened next, the likeliest first, so that opening one waits for nothing. Reading is not
 * looking: nobody is shown as being there, and nothing counts as opened. What changes meanwhile is told live, and read anew.
 */
export function useReadAhead(ids: readonly (number | undefined)[]): void {
  const wanted = ids.filter((id) => id !== undefined).join(" ");
  useEffect(() => {
    let isWanted = true;
    async function read() {
      for (const id of wanted === "" ? [] : wanted.split(" ")) {
        if (!isWanted) return;
        await queryClient.query(ticketQuery(Number(id))).catch(() => undefined);
      }
    }
    const cancel = afterPaint(() => void read());
    return () => {
      isWanted = false;
      cancel();
    };
  }, [wanted]);
}

/** Draws the ticket ahead as well, unseen, for as long as whoever asks is shown. */
export function useDrawAhead(id: number | undefined, address: string): void {
  useEffect(() => {
    let isWanted = true;
    async function draw(ticket: number) {
      const isRead = await queryClient.query(ticketQuery(ticket)).then(() => true, () => false);
      if (isWanted && isRead) lookAhead(address);
    }
    const cancel = id === undefined ? undefined : afterPaint(() => void draw(id));
    return () => {
      isWanted = false;
      cancel?.();
    };
  }, [id, address]);
  // Whoever opens it does not wait for that.
  useEffect(() => () => void afterPaint(() => lookAhead(null)), []);
}
