import { useState, type ReactNode } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { ReplyConflict, TicketDetail, TicketRow } from "../api/types";
import { type ApiProblem, asProblem } from "../api/problem";
import { currentPlace } from "../app/address";
import { here } from "../app/here";
import { keys, queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { resolve } from "../ticket/actions";
import { attempt, carryOutOrSay, explain } from "../ticket/carryOut";
import { isConflict } from "../ticket/conflict";
import { ConflictDialog } from "../ticket/ConflictDialog";
import { askOf } from "../ticket/asks";
import { forgetWords, keepWords } from "../ticket/keptWords";
import { ReasonDialog } from "../ticket/ReasonDialog";
import { seenOf } from "../ticket/seen";
import { wayTo } from "../ticket/wayTo";
import { afterPaint } from "../ui/afterPaint";
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
  const person = usePerson();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [held, setHeld] = useState<HeldUp | null>(null);

  function start(tickets: readonly TicketRow[], then?: () => void) {
    const now = { tickets, then, isHere: here() };
    if (tickets.some((ticket) => ticket.oldest_unanswered_at)) {
      setAsked(now);
      return;
    }

    // Whoever goes on from one ticket does not wait for the server's word: it is said where they are by then. Nor do they
    // wait for the sending: the next ticket is drawn first. What they have seen is what they had seen at the key.
    const [only] = tickets;
    if (only && tickets.length === 1 && then) {
      const left = { tickets, then: undefined, isHere: () => isOpen(only) && now.isHere() };
      const seen = lastSeenOf(only);
      then();
      afterPaint(() => void finishAndSay(left, null, seen), 500);
    } else void finishAndSay(now, null);
  }

  async function finishAndSay(what: Asked, reason: string | null, seen?: string | null) {
    const problem = await finish(what, reason, seen);
    // A service that is away has its own banner; of a ticket that one has left it says nothing.
    if (!problem || (problem.isAway && what.isHere())) return;
    const [only] = what.tickets;
    if (!only || what.tickets.length > 1) toast(explain(problem), "bad");
    else {
      const text = t("work.notResolved", { number: only.number, reason: explain(problem) });
      toast(text, "bad", what.isHere() ? undefined : wayTo(only));
    }
  }

  /** Null once nothing is left to be asked; a problem leaves the dialog, and what was typed there, as it is. */
  async function finish(what: Asked, reason: string | null, seen?: string | null): Promise<ApiProblem | null> {
    const { tickets, then, isHere } = what;
    const [only] = tickets;
    if (tickets.length !== 1 || !only) {
      const { isDone, problem } = await carryOutOrSay(tickets, resolve(reason), reason === null ? undefined : wordsOf(reason));
      if (problem) return problem;
      close(what);
      if (isDone && isHere()) then?.();
      return null;
    }

    try {
      await attempt(only, resolve(reason, seen ?? lastSeenOf(only)));
    } catch (error) {
      const problem = asProblem(error);
      void queryClient.invalidateQueries({ queryKey: keys.ticket(only.id) });
      if (!isConflict(problem.body)) return problem;
      // Newer posts are shown first, or told of elsewhere; why it needs no reply may have to be said again after that.
      if (reason !== null) keepWords(person.id, askOf("resolve", tickets), reason);
      close(what);
      if (isHere()) setHeld({ ...what, reason, conflict: problem.body });
      else toast(t("conflict.left.resolve", { number: only.number }), "bad", wayTo(only));
      return null;
    }
    forgetWords(person.id, askOf("resolve", tickets));
    close(what);
    if (isHere()) then?.();
    return null;
  }

  function wordsOf(reason: string) {
    return { keep: (left: readonly TicketRow[]) => keepWords(person.id, askOf("resolve", left), reason), again: "resolve" as const };
  }

  /** At once: only then has the focus gone back to where it was. What is asked about another ticket by now stays. */
  function close(what: Asked) {
    flushSync(() => setAsked((now) => (now === what ? null : now)));
  }

  const dialog = asked ? (
    <ReasonDialog
      ask={askOf("resolve", asked.tickets)}
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

function lastSeenOf({ id }: TicketRow): string | null {
  return seenOf(id) ?? queryClient.getQueryData<TicketDetail>(keys.ticket(id))?.last_seen ?? null;
}

/** Where this was the last in its list, whoever went on is still in front of it. */
function isOpen(ticket: TicketRow): boolean {
  return currentPlace().path === `/tickets/${ticket.id}`;
}
