import { act } from "react";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import type { TimelineItem } from "../api/types";
import { Entry } from "./Timeline";

it("marks what a program has written, in a word and not only by a mark", () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const tagsOf = (by_program: boolean) => {
    const item = {
      id: "1",
      type: "reply",
      at: "2026-06-05T12:00:00Z",
      by: "answering machine",
      text: "We have your post.",
      reply: { id: "1", status: "sent", by_hand: false, failure_reason: null, sent_at: null, by_program },
    } as unknown as TimelineItem;
    const page = document.createElement("div");
    const root = createRoot(page);
    act(() => root.render(<Entry item={item} ticket={null} copies={[]} />));
    const tags = [...page.querySelectorAll(".tag")].map((tag) => tag.textContent.trim());
    act(() => root.unmount());
    return tags;
  };

  expect(tagsOf(true)).toEqual(["ticket.byProgram", "replyStatus.sent"]);
  expect(tagsOf(false)).toEqual(["replyStatus.sent"]);
});
