import { useEffect } from "react";
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
