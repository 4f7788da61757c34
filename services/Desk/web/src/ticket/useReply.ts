import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { ApiProblem, asProblem } from "../api/problem";
import type { ReplyConflict, TicketDetail } from "../api/types";
import { rememberTicket } from "../queue/listCache";
import { toast } from "../ui/toast";
import { newId } from "../ui/newId";

/** What to do in the same step as sending. */
export type Then = "none" | "wait" | "resolve";

interface Attempt {
  /** The same id for every try of the same words: a try whose answer got lost sends nothing twice. */
  key: string;
  text: string;
  then: Then;
}

/** Sends a reply, and knows what to do when something came in meanwhile. */
export function useReply(detail: TicketDetail) {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const [conflict, setConflict] = useState<ReplyConflict | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const { ticket } = detail;

  async function send(text: string, then: Then, lastSeen: string = detail.last_seen): Promise<boolean> {
    const now = attempt?.text === text ? { ...attempt, then } : { key: newId(), text, then };
    setAttempt(now);
    setProblem(null);
    setSending(true);
    try {
      const answer = await take(
        router.POST("/tickets/{id}/replies", {
          params: { path: { id: ticket.id }, header: { "Idempotency-Key": now.key } },
          body: { text, last_seen: lastSeen, then },
        }),
      );
      rememberTicket(answer);
      void queryClient.invalidateQueries({ queryKey: keys.counts });
      void queryClient.invalidateQueries({ queryKey: keys.lists });
      toast(t("action.done.reply", { number: ticket.number }));
      setAttempt(null);
      setConflict(null);
      return true;
    } catch (error) {
      refuse(asProblem(error));
      return false;
    } finally {
      setSending(false);
    }
  }

  function refuse(refusal: ApiProblem) {
    if (refusal.status === 409 && isConflict(refusal.body)) {
      setConflict(refusal.body);
      void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
    } else if (refusal.isAway) {
      setProblem(t("away.kept"));
    } else {
      setProblem(Object.values(refusal.errors)[0]?.[0] ?? refusal.message);
    }
  }

  return {
    send,
    /** Sends what was held up, now that the newer posts have been read. */
    sendAnyway: () => (attempt && conflict ? send(attempt.text, attempt.then, conflict.last_seen) : Promise.resolve(false)),
    forget: () => setConflict(null),
    then: attempt?.then ?? "none",
    conflict,
    problem,
    isSending,
  };
}

export function isConflict(body: unknown): body is ReplyConflict {
  return typeof body === "object" && body !== null && "last_seen" in body && "newer" in body && Array.isArray(body.newer);
}
