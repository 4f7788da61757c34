import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ReplyConflict, TicketDetail, TicketRow } from "../api/types";
import { asProblem } from "../api/problem";
import { keys, queryClient } from "../app/queries";
import { resolve } from "../ticket/actions";
import { attempt, carryOut, explain } from "../ticket/carryOut";
import { ConflictDialog } from "../ticket/ConflictDialog";
import { ReasonDialog } from "../ticket/ReasonDialog";
import { isConflict } from "../ticket/useReply";
import { toast } from "../ui/toast";
import { titleFor } from "./titleFor";

interface Asked {
  tickets: readonly TicketRow[];
  then: (() => void) | undefined;
}

interface HeldUp extends Asked {
  conflict: ReplyConflict;
  reason: string | null;
}

/** Resolves at once where everything is answered and seen; otherwise asks why no reply is needed, or shows what came in. */
export function useResolve(): { start: (tickets: readonly TicketRow[], then?: () => void) => Promise<void>; dialog: ReactNode } {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [held, setHeld] = useState<HeldUp | null>(null);

  async function start(tickets: readonly TicketRow[], then?: () => void) {
    if (tickets.some((ticket) => ticket.oldest_unanswered_at)) setAsked({ tickets, then });
    else await finish({ tickets, then }, null);
  }

  async function finish({ tickets, then }: Asked, reason: string | null, seen?: string) {
    setAsked(null);
    setHeld(null);
    const [only] = tickets;
    if (tickets.length !== 1 || !only) {
      if (await carryOut(tickets, resolve(reason))) then?.();
      return;
    }

    const lastSeen = seen ?? queryClient.getQueryData<TicketDetail>(keys.ticket(only.id))?.last_seen ?? null;
    try {
      await attempt(only, resolve(reason, lastSeen));
      then?.();
    } catch (error) {
      const problem = asProblem(error);
      void queryClient.invalidateQueries({ queryKey: keys.ticket(only.id) });
      if (isConflict(problem.body)) setHeld({ tickets, then, reason, conflict: problem.body });
      else if (!problem.isAway) toast(explain(problem), "bad");
    }
  }

  const dialog = asked ? (
    <ReasonDialog
      title={titleFor(t("action.resolveTitle"), asked.tickets, t)}
      text={t("action.resolveText")}
      label={t("action.resolveReason")}
      submit={t("action.resolve")}
      onClose={() => setAsked(null)}
      onSubmit={(reason) => void finish(asked, reason)}
    />
  ) : held ? (
    <ConflictDialog
      conflict={held.conflict}
      what="resolve"
      onEdit={() => setHeld(null)}
      onAnyway={() => void finish(held, held.reason, held.conflict.last_seen)}
    />
  ) : null;
  return { start, dialog };
}
