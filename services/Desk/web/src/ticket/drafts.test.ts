import { beforeEach, describe, expect, it } from "vitest";
import { dropOldDrafts, keepDraft, readDraft, without } from "./drafts";

const noon = Date.parse("2026-06-05T12:00:00Z");
const day = 24 * 3_600_000;

beforeEach(() => localStorage.clear());

describe("A draft", () => {
  it("is there again after a reload", () => {
    keepDraft("mei", 1042, { reply: "很抱歉", note: "", links: [] });
    expect(readDraft("mei", 1042)).toEqual({ reply: "很抱歉", note: "", links: [] });
  });

  it("belongs to one person and one ticket", () => {
    keepDraft("mei", 1042, { reply: "很抱歉", note: "", links: [] });
    expect(readDraft("tom", 1042).reply).toBe("");
    expect(readDraft("mei", 1043).reply).toBe("");
  });

  it("leaves nothing behind once it is sent", () => {
    keepDraft("mei", 1042, { reply: "x", note: "", links: [] });
    keepDraft("mei", 1042, { reply: "", note: "", links: [] });
    expect(localStorage.length).toBe(0);
  });

  it("keeps what is written while something is being sent", () => {
    const [before, since] = [[{ title: "Form", url: "https://a.example" }], [{ title: "Map", url: "https://b.example" }]];
    const sent = { kind: "reply" as const, text: "很抱歉", links: before };
    expect(without({ reply: " 很抱歉 ", note: "她要退款", links: [...before, ...since] }, sent)).toEqual({
      reply: "",
      note: "她要退款",
      links: since,
    });
    expect(without({ reply: "很抱歉，再等等", note: "", links: [] }, sent).reply).toBe("很抱歉，再等等");
  });

  it("does not stay on the machine for ever", () => {
    keepDraft("mei", 1, { reply: "old", note: "", links: [] }, noon - 15 * day);
    keepDraft("mei", 2, { reply: "new", note: "", links: [] }, noon - 13 * day);
    dropOldDrafts(noon);
    expect(readDraft("mei", 1).reply).toBe("");
    expect(readDraft("mei", 2).reply).toBe("new");
  });

  it("survives rubbish in the storage", () => {
    localStorage.setItem("desk.draft.mei.7", "{not json");
    expect(readDraft("mei", 7)).toEqual({ reply: "", note: "", links: [] });
    dropOldDrafts(noon);
    expect(localStorage.getItem("desk.draft.mei.7")).toBeNull();
  });
});
