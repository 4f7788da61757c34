import { useEffect, useRef } from "react";
import { useQuery } from "@tanstack/react-query";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import type { PresentPerson } from "../api/types";
import { afterPaint } from "../ui/afterPaint";

type State = "viewing" | "typing";

const beat = 10_000;

/** Says that this person is at the ticket, and learns who else is: told live, and asked with each heartbeat. */
export function usePresence(ticketId: number, isTyping: boolean): readonly PresentPerson[] {
  const state: State = isTyping ? "typing" : "viewing";
  const current = useRef<State>(state);

  useEffect(() => {
    const before = current.current;
    current.current = state;
    if (before !== state) void tell(ticketId, state);
  }, [ticketId, state]);

  useEffect(() => {
    const cancel = afterPaint(() => void tell(ticketId, current.current));
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void tell(ticketId, current.current);
    }, beat);
    const leave = () => void tell(ticketId, "gone");
    addEventListener("pagehide", leave);
    return () => {
      cancel();
      clearInterval(timer);
      removeEventListener("pagehide", leave);
      afterPaint(leave);
    };
  }, [ticketId]);

  return useQuery<readonly PresentPerson[]>({ queryKey: keys.present(ticketId), enabled: false }).data ?? [];
}

async function tell(ticketId: number, state: State | "gone"): Promise<void> {
  try {
    const people = await take(
      router.PUT("/tickets/{id}/presence", {
        params: { path: { id: ticketId } },
        body: { state },
        keepalive: state === "gone",
      }),
    );
    if (state !== "gone") queryClient.setQueryData(keys.present(ticketId), people);
  } catch {
    // Nobody is kept from working because colleagues cannot be seen.
  }
}
