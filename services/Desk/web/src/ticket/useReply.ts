import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { type ApiProblem, asProblem } from "../api/problem";
import type { LinkAttachment, ReplyCheck, ReplyConflict, TicketDetail } from "../api/types";
import { rememberTicket } from "../queue/listCache";
import { toast } from "../ui/toast";
import { newId } from "../ui/newId";

/** What to do in the same step as sending. */
export type Then = "none" | "wait" | "resolve";

/** What a person wants to put on the ticket. */
export type Words =
  | { kind: "reply"; text: string; links: readonly LinkAttachment[]; then: Then }
  | { kind: "note"; text: string; links: readonly LinkAttachment[] }
  | { kind: "macro"; id: string; text: string; language: string };

interface Attempt {
  /** The same id for every try of the same words: a try whose answer got lost sends nothing twice. */
  key: string;
  words: Words;
  lastSeen: string;
  confirmed: boolean;
  /** Its answer never came, or it is still being done. */
  isUnclear?: boolean;
}

/** Sends replies, notes and macros, and knows what to do when something came in meanwhile or too much would be told. */
export function useReply(detail: TicketDetail) {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState<Attempt | null>(null);
  const [conflict, setConflict] = useState<ReplyConflict | null>(null);
  const [personal, setPersonal] = useState<ReplyCheck | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const { ticket } = detail;

  /** What was sent, or null where nothing was. A try whose answer got lost is sent again to the letter, as it was then. */
  function send(words: Words): Promise<Words | null> {
    return attempt?.isUnclear && attempt.words.kind === words.kind && attempt.words.text === words.text
      ? go(attempt)
      : go({ key: newId(), words, lastSeen: detail.last_seen, confirmed: false });
  }

  async function go(now: Attempt): Promise<Words | null> {
    setAttempt(now);
    setProblem(null);
    setConflict(null);
    setPersonal(null);
    setSending(true);
    try {
      rememberTicket(await take(request(ticket.id, now)));
      void queryClient.invalidateQueries({ queryKey: keys.counts });
      void queryClient.invalidateQueries({ queryKey: keys.lists });
      toast(now.words.kind === "note" ? t("action.done.note") : t("action.done.reply", { number: ticket.number }));
      setAttempt(null);
      return now.words;
    } catch (error) {
      const refusal = asProblem(error);
      setAttempt({ ...now, isUnclear: refusal.isAway || (refusal.status === 409 && !isConflict(refusal.body)) });
      refuse(refusal);
      return null;
    } finally {
      setSending(false);
    }
  }

  function refuse(refusal: ApiProblem) {
    const told = personalDataIn(refusal.body);
    if (refusal.status === 409 && isConflict(refusal.body)) {
      setConflict(refusal.body);
      void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
    } else if (told) {
      setPersonal(told);
    } else if (refusal.isAway) {
      setProblem(t("away.kept"));
    } else {
      setProblem(Object.values(refusal.errors)[0]?.[0] ?? refusal.message);
    }
  }

  return {
    send,
    /** Sends what was held up, now that the newer posts have been read. */
    sendAnyway: () => (attempt && conflict ? go({ ...attempt, lastSeen: conflict.last_seen }) : Promise.resolve(null)),
    /** Sends what tells everybody something personal: the person has said so. */
    sendPersonal: () => (attempt ? go({ ...attempt, confirmed: true }) : Promise.resolve(null)),
    forget: () => {
      setConflict(null);
      setPersonal(null);
    },
    conflict,
    personal,
    problem,
    isSending,
  };
}

function request(id: number, { key, words, lastSeen, confirmed }: Attempt) {
  switch (words.kind) {
    case "note":
      return router.POST("/tickets/{id}/notes", {
        params: { path: { id } },
        headers: { "Idempotency-Key": key },
        body: { text: words.text, links: [...words.links], last_seen: lastSeen },
      });
    case "macro":
      return router.POST("/tickets/{id}/macros/{cannedId}", {
        params: { path: { id, cannedId: words.id }, header: { "Idempotency-Key": key } },
        body: { last_seen: lastSeen, language: words.language, confirm_personal_data: confirmed },
      });
    case "reply":
      return router.POST("/tickets/{id}/replies", {
        params: { path: { id }, header: { "Idempotency-Key": key } },
        body: {
          text: words.text,
          last_seen: lastSeen,
          then: words.then,
          links: [...words.links],
          confirm_personal_data: confirmed,
        },
      });
  }
}

export function isConflict(body: unknown): body is ReplyConflict {
  return typeof body === "object" && body !== null && "last_seen" in body && "newer" in body && Array.isArray(body.newer);
}

/** The check that a refusal carries where only personal data stood in the way. */
export function personalDataIn(body: unknown): ReplyCheck | null {
  if (typeof body !== "object" || body === null || !("reason" in body) || body.reason !== "personal_data") return null;
  return "check" in body ? (body.check as ReplyCheck) : null;
}
