import { describe, expect, it } from "vitest";
import type { TimelineItem } from "../api/types";
import { isOutside } from "./OutsideLink";
import { inRuns } from "./runs";
import { isConflict } from "./conflict";

describe("A link that came from outside", () => {
  it.each(["https://weibo.example/1", "http://x.example/2"])("%s leads out", (href) => {
    expect(isOutside(href)).toBe(true);
  });

  it.each(["javascript:alert(1)", " JaVaScRiPt:alert(1)", "data:text/html,x", "//evil.example", "/desk/sign-out", "", null])(
    "%s does not",
    (href) => {
      expect(isOutside(href)).toBe(false);
    },
  );
});

describe("Posts of one author", () => {
  const post = (id: string, at: string, author = "a1", unanswered = true): TimelineItem =>
    ({ id, at, type: "mention", by: author, unanswered, mention: { author: { id: author }, visibility: "public" } }) as TimelineItem;

  it("that follow each other within ten minutes are one run", () => {
    const runs = inRuns([
      post("1", "2026-06-05T12:00:00Z"),
      post("2", "2026-06-05T12:09:00Z"),
      post("3", "2026-06-05T12:30:00Z"),
    ]);
    expect(runs.map((run) => run.map((item) => item.id))).toEqual([["1", "2"], ["3"]]);
  });

  it("are not mixed with another's, nor the answered with the unanswered", () => {
    const runs = inRuns([
      post("1", "2026-06-05T12:00:00Z", "a1", false),
      post("2", "2026-06-05T12:01:00Z", "a1", true),
      post("3", "2026-06-05T12:02:00Z", "a2", true),
    ]);
    expect(runs).toHaveLength(3);
  });
});

describe("A 409 to a reply", () => {
  it("is the difference only where it has one", () => {
    expect(isConflict({ last_seen: "m:2", newer: [] })).toBe(true);
    expect(isConflict({ title: "The ticket is closed." })).toBe(false);
    expect(isConflict(null)).toBe(false);
  });
});
