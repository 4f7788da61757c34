import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { router } from "../api/client";
import type { TicketRow } from "../api/types";
import { queryClient } from "../app/queries";
import * as toasts from "../ui/toast";
import { keepDraft, readDraft } from "./drafts";
import { send, sendingOf, watch, type Letter, type Words } from "./sending";
import { wayTo } from "./wayTo";

const ticket = { id: 7, number: "T-7", version: 3 } as TicketRow;
const letter: Letter = { personId: "mei", ticket };
const reply: Words & { kind: "reply" } = { kind: "reply", text: "It is on its way.", links: [], then: "none" };
const conflict = { title: "New content", last_seen: "m2", newer: [] };

/** What one request says. */
interface Said {
  params: { path: object; header?: Record<string, string> };
  headers?: Record<string, string>;
  body: { last_seen: string };
}

interface Answer {
  data?: unknown;
  error?: unknown;
  response: Response;
}

let sent: { path: string; said: Said }[];
let answers: (() => Answer | Promise<Answer>)[];

beforeEach(() => {
  sent = [];
  answers = [];
  localStorage.clear();
  queryClient.clear();
  vi.spyOn(toasts, "toast").mockImplementation(() => undefined);
  vi.spyOn(router, "POST").mockImplementation(async (path: string, said: Said) => {
    sent.push({ path, said });
    return (answers.shift() ?? done)();
  });
});

afterEach(async () => {
  // Whatever was left unclear is over.
  await send(letter, { ...reply, text: "…" }, "m1");
  vi.restoreAllMocks();
});

describe("A try whose answer got lost", () => {
  it.each<Words>([
    reply,
    { kind: "note", text: "She wants a refund.", links: [{ title: "Form", url: "https://a.example" }] },
    { kind: "macro", id: "m-1", text: "", language: "en" },
  ])("is sent again to the letter, under the same key: $kind", async (words) => {
    answers = [lost];

    expect(await send(letter, words, "m1")).toBeNull();
    expect(await send(letter, { ...words }, "m9")).toEqual(words);

    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
    expect(keyOf(0)).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("is not sent again in place of another macro without a text", async () => {
    answers = [lost];

    await send(letter, { kind: "macro", id: "m-1", text: "", language: "en" }, "m1");
    await send(letter, { kind: "macro", id: "m-2", text: "", language: "en" }, "m1");

    expect(sent.map(({ said }) => said.params.path)).toEqual([
      { id: 7, cannedId: "m-1" },
      { id: 7, cannedId: "m-2" },
    ]);
    expect(keyOf(1)).not.toBe(keyOf(0));
  });

  it("is sent first and followed by the step that was asked for since", async () => {
    answers = [lost];

    await send(letter, reply, "m1");
    expect(await send(letter, { ...reply, then: "resolve" }, "m1")).toEqual({ ...reply, then: "resolve" });

    expect(sent[1]).toEqual(sent[0]);
    expect(sent[2]?.path).toBe("/tickets/{id}/resolve");
    expect(sent[2]?.said.body).toEqual({ reason: "answered", last_seen: keyOf(0) });
  });

  it("holds up what was written anew if it has arrived after all", async () => {
    answers = [lost];

    await send(letter, reply, "m1");
    await send(letter, { ...reply, text: "It is on its way to you." }, "r1");

    expect(keyOf(1)).not.toBe(keyOf(0));
    expect(sent[1]?.said.body.last_seen).toBe("m1");
  });
});

describe("Somebody who has left the ticket meanwhile", () => {
  it("does not find as a draft what has been sent, nor loses what was written since", async () => {
    keepDraft("mei", 7, { reply: reply.text, note: "Call her", links: [] });

    await send(letter, reply, "m1");

    expect(readDraft("mei", 7)).toEqual({ reply: "", note: "Call her", links: [] });
  });

  it.each([
    ["newer content", () => refused(409, conflict)],
    ["personal data", () => refused(400, { reason: "personal_data", check: { personal_data: ["phone"] } })],
    ["its length", () => refused(400, { errors: { text: ["Too long."] } })],
    ["a router that is away", lost],
  ])("is told that it was not sent because of %s, and finds it when they come back", async (_, answer) => {
    keepDraft("mei", 7, { reply: reply.text, note: "", links: [] });
    answers = [answer];

    await send(letter, reply, "m1");

    expect(toasts.toast).toHaveBeenCalledWith(expect.anything(), "bad", wayTo(letter.ticket));
    expect(readDraft("mei", 7).reply).toBe(reply.text);
    const { isSending, conflict: held, personal, problem } = sendingOf(letter);
    expect(isSending).toBe(false);
    expect([held, personal, problem].filter((each) => each !== null)).toHaveLength(1);
  });

  it("is not told twice while they are there", async () => {
    const leave = watch(letter, () => undefined);
    answers = [() => refused(409, conflict)];

    await send(letter, reply, "m1");

    expect(toasts.toast).not.toHaveBeenCalled();
    expect(sendingOf(letter).conflict).toEqual(conflict);
    leave();
  });

  it("finds that it is still being sent when they come back", async () => {
    let answer: (answer: Answer) => void = () => undefined;
    answers = [() => new Promise<Answer>((resolve) => (answer = resolve))];

    const sending = send(letter, reply, "m1");
    expect(sendingOf(letter).isSending).toBe(true);
    expect(sendingOf({ ...letter, personId: "tom" }).isSending).toBe(false);
    answer(done());
    await sending;

    expect(sendingOf(letter).isSending).toBe(false);
  });
});

function keyOf(request: number): string | undefined {
  const said = sent[request]?.said;
  return (said?.params.header ?? said?.headers)?.["Idempotency-Key"];
}

function done(): Answer {
  return { data: { ticket, last_seen: "m1", clocks: [], timeline: [], actions: [] }, response: new Response() };
}

function lost(): Answer {
  return refused(503, { title: "Away", service: "router" });
}

function refused(status: number, error: object): Answer {
  return { error, response: new Response(null, { status }) };
}
