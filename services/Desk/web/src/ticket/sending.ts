import i18next from "i18next";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { type ApiProblem, asProblem } from "../api/problem";
import type { LinkAttachment, ReplyCheck, ReplyConflict, TicketDetail, TicketRow } from "../api/types";
import { rememberTicket } from "../queue/listCache";
import { newId } from "../ui/newId";
import { toast } from "../ui/toast";
import { resolve, wait } from "./actions";
import { carryOut } from "./carryOut";
import { isConflict } from "./conflict";
import { changeDraft, without } from "./drafts";
import { personalWords } from "./personalWords";
import { saw } from "./seen";
import { wayTo } from "./wayTo";

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

/** How far a person's words to a ticket have come. */
export interface Sending {
  readonly isSending: boolean;
  readonly attempt: Attempt | null;
  readonly conflict: ReplyConflict | null;
  readonly personal: ReplyCheck | null;
  readonly problem: string | null;
}

/** Whose words, and where they go. They belong to the two, not to a page: their answer finds them wherever the person is by then. */
export interface Letter {
  readonly personId: string;
  readonly ticket: TicketRow;
}

const nothing: Sending = { isSending: false, attempt: null, conflict: null, personal: null, problem: null };
const all = new Map<string, Sending>();
const readers = new Map<string, Set<() => void>>();
const t = i18next.t.bind(i18next);

export function sendingOf(letter: Letter): Sending {
  return all.get(keyOf(letter)) ?? nothing;
}

/** Hears of every change while the words are before the person's eyes. */
export function watch(letter: Letter, reader: () => void): () => void {
  const key = keyOf(letter);
  const here = readers.get(key) ?? new Set();
  readers.set(key, here.add(reader));
  return () => {
    here.delete(reader);
  };
}

/** What was sent, or null where nothing was. A try whose answer got lost is sent again to the letter, as it was then. */
export async function send(letter: Letter, words: Words, lastSeen: string): Promise<Words | null> {
  const { attempt } = sendingOf(letter);
  const unclear = attempt?.isUnclear ? attempt : null;
  if (unclear && same(unclear.words, words)) return go(letter, unclear);
  if (unclear && isOnlyMore(unclear.words, words)) {
    const sent = await go(letter, unclear);
    return sent && (await follow(letter, unclear.key, words.then)) ? words : null;
  }
  // Should the lost one have arrived after all, this one is held up and shown it: the person has seen no more than then.
  return go(letter, { key: newId(), words, lastSeen: unclear?.lastSeen ?? lastSeen, confirmed: false });
}

/** Sends what was held up, now that the newer posts have been read. */
export function sendAnyway(letter: Letter): Promise<Words | null> {
  const { attempt, conflict } = sendingOf(letter);
  return attempt && conflict ? go(letter, { ...attempt, lastSeen: conflict.last_seen }) : Promise.resolve(null);
}

/** Sends what tells everybody something personal: the person has said so. */
export function sendPersonal(letter: Letter): Promise<Words | null> {
  const { attempt } = sendingOf(letter);
  return attempt ? go(letter, { ...attempt, confirmed: true }) : Promise.resolve(null);
}

/** Back to the text; what was held out has been read. */
export function forget(letter: Letter): void {
  const { attempt, conflict } = sendingOf(letter);
  if (conflict) saw(letter.ticket.id, conflict.last_seen);
  set(letter, { ...nothing, attempt });
}

async function go(letter: Letter, attempt: Attempt): Promise<Words | null> {
  const { personId, ticket } = letter;
  const { words, key } = attempt;
  set(letter, { ...nothing, attempt, isSending: true });
  try {
    const answer = await take(request(ticket.id, attempt));
    if (words.kind !== "macro") changeDraft(personId, ticket.id, (now) => without(now, words));
    if (answer.timeline.some((item) => item.id === key)) saw(ticket.id, key);
    rememberTicket(answer);
    void queryClient.invalidateQueries({ queryKey: keys.counts });
    void queryClient.invalidateQueries({ queryKey: keys.lists });
    toast(words.kind === "note" ? t("action.done.note") : t("action.done.reply", { number: ticket.number }));
    set(letter, nothing);
    return words;
  } catch (error) {
    refuse(letter, attempt, asProblem(error));
    return null;
  }
}

function refuse(letter: Letter, attempt: Attempt, refusal: ApiProblem): void {
  const { ticket } = letter;
  const conflict = refusal.status === 409 && isConflict(refusal.body) ? refusal.body : null;
  const personal = personalDataIn(refusal.body);
  const problem = refusal.isAway ? t("away.kept") : (Object.values(refusal.errors)[0]?.[0] ?? refusal.message);
  set(letter, {
    isSending: false,
    attempt: { ...attempt, isUnclear: refusal.isAway || (refusal.status === 409 && conflict === null) },
    conflict,
    personal,
    problem: conflict || personal ? null : problem,
  });
  if (conflict) void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
  if (isWatched(letter)) return;
  const reason = conflict
    ? t("conflict.title")
    : personal
      ? t("personal.text", { what: personalWords(personal.personal_data, t) })
      : problem;
  toast(t("conflict.left.write", { number: ticket.number, reason }), "bad", wayTo(ticket));
}

/** The same words, that have been sent without a further step, and the step now. */
function isOnlyMore(before: Words, now: Words): now is Words & { kind: "reply" } {
  return before.kind === "reply" && before.then === "none" && now.kind === "reply" && same(before, { ...now, then: "none" });
}

function same(one: Words, other: Words): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
}

/** The step that was to follow a reply which had been taken without it. Of what came after that reply nothing has been seen. */
function follow({ ticket }: Letter, replyId: string, then: Then): Promise<boolean> {
  const now = queryClient.getQueryData<TicketDetail>(keys.ticket(ticket.id))?.ticket ?? ticket;
  return carryOut([now], then === "resolve" ? resolve("answered", replyId) : wait("customer", "answered"));
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

/** The check that a refusal carries where only personal data stood in the way. */
function personalDataIn(body: unknown): ReplyCheck | null {
  if (typeof body !== "object" || body === null || !("reason" in body) || body.reason !== "personal_data") return null;
  return "check" in body ? (body.check as ReplyCheck) : null;
}

function set(letter: Letter, sending: Sending): void {
  const key = keyOf(letter);
  if (sending === nothing) all.delete(key);
  else all.set(key, sending);
  readers.get(key)?.forEach((reader) => reader());
}

function isWatched(letter: Letter): boolean {
  return (readers.get(keyOf(letter))?.size ?? 0) > 0;
}

function keyOf({ personId, ticket }: Letter): string {
  return `${personId}.${ticket.id}`;
}
