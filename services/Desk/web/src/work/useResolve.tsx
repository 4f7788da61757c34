import { useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { ReplyConflict, TicketDetail, TicketRow } from "../api/types";
import { type ApiProblem, asProblem } from "../api/problem";
import { here } from "../app/here";
import { keys, queryClient } from "../app/queries";
import { resolve } from "../ticket/actions";
import { attempt, carryOutOrSay, explain } from "../ticket/carryOut";
import { isConflict } from "../ticket/conflict";
import { ConflictDialog } from "../ticket/ConflictDialog";
import { ReasonDialog } from "../ticket/ReasonDialog";
import { seenOf } from "../ticket/seen";
import { toast } from "../ui/toast";
import { titleFor } from "./titleFor";

interface Asked {
  tickets: readonly TicketRow[];
  then: (() => void) | undefined;
  /** Whether the person still is where they pressed. */
  isHere: () => boolean;
}

interface HeldUp extends Asked {
  conflict: ReplyConflict;
  reason: string | null;
}

/** Resolves at once where everything is answered and seen; otherwise asks why no reply is needed, or shows what came in. */
export function useResolve(): { start: (tickets: readonly TicketRow[], then?: () => void) => void; dialog: ReactNode } {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [held, setHeld] = useState<HeldUp | null>(null);

  function start(tickets: readonly TicketRow[], then?: () => void) {
    const now = { tickets, then, isHere: here() };
    if (tickets.some((ticket) => ticket.oldest_unanswered_at)) {
      setAsked(now);
      return;
    }

    // Whoever goes on from one ticket does not wait for the server's word: it is said where they are by then.
    const goesOn = tickets.length === 1 && then !== undefined;
    void finishAndSay(goesOn ? { ...now, then: undefined } : now, null);
    if (goesOn) then();
  }

  async function finishAndSay(what: Asked, reason: string | null, seen?: string) {
    const problem = await finish(what, reason, seen);
    if (!problem) return;
    const [only] = what.tickets;
    if (only && !what.isHere()) toast(t("work.notResolved", { number: only.number, reason: explain(problem) }), "bad");
    // A service that is away has its own banner.
    else if (!problem.isAway) toast(explain(problem), "bad");
  }

  /** Null once nothing is left to be asked; a problem leaves the dialog, and what was typed there, as it is. */
  async function finish(what: Asked, reason: string | null, seen?: string): Promise<ApiProblem | null> {
    const { tickets, then, isHere } = what;
    const [only] = tickets;
    if (tickets.length !== 1 || !only) {
      const { isDone, problem } = await carryOutOrSay(tickets, resolve(reason));
      if (problem) return problem;
      close();
      if (isDone && isHere()) then?.();
      return null;
    }

    const lastSeen = seen ?? seenOf(only.id) ?? queryClient.getQueryData<TicketDetail>(keys.ticket(only.id))?.last_seen ?? null;
    try {
      await attempt(only, resolve(reason, lastSeen));
    } catch (error) {
      const problem = asProblem(error);
      void queryClient.invalidateQueries({ queryKey: keys.ticket(only.id) });
      if (!isConflict(problem.body)) return problem;
      close();
      if (isHere()) setHeld({ ...what, reason, conflict: problem.body });
      else toast(t("conflict.left.resolve", { number: only.number }), "bad");
      return null;
    }
    close();
    if (isHere()) then?.();
    return null;
  }

  /** At once: only then has the focus gone back to where it was. */
  function close() {
    flushSync(() => {
      setAsked(null);
      setHeld(null);
    });
  }

  const dialog = asked ? (
    <ReasonDialog
      title={titleFor(t("action.resolveTitle"), asked.tickets, t)}
      text={t("action.resolveText")}
      label={t("action.resolveReason")}
      submit={t("action.resolve")}
      onClose={() => setAsked(null)}
      onSubmit={(reason) => finish(asked, reason)}
    />
  ) : held ? (
    <ConflictDialog
      conflict={held.conflict}
      what="resolve"
      onEdit={() => setHeld(null)}
      onAnyway={() => {
        setHeld(null);
        void finishAndSay(held, held.reason, held.conflict.last_seen);
      }}
    />
  ) : null;
  return { start, dialog };
}
