import { useCallback, useMemo, useSyncExternalStore } from "react";
import type { TicketDetail } from "../api/types";
import { seenOf } from "./seen";
import { forget, send, sendAnyway, sendPersonal, sendingOf, watch, type Letter, type Words } from "./sending";

/** This person's words to a ticket, on their way. */
export function useReply(personId: string, { ticket, last_seen }: TicketDetail) {
  const letter = useMemo<Letter>(() => ({ personId, ticket }), [personId, ticket]);
  const sending = useSyncExternalStore(
    useCallback((reader: () => void) => watch(letter, reader), [letter]),
    () => sendingOf(letter),
  );
  return {
    ...sending,
    send: (words: Words) => send(letter, words, seenOf(ticket.id) ?? last_seen),
    sendAnyway: () => sendAnyway(letter),
    sendPersonal: () => sendPersonal(letter),
    forget: () => forget(letter),
  };
}
