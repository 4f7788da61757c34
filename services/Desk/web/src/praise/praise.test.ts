import { describe, expect, it } from "vitest";
import { ApiProblem, problemOf } from "../api/problem";
import { byDay, endOfDay, fromInput, lastDay, toInput } from "./days";
import { chosenCredit, isLive, isWider, refusalOf, statuses, stepsFrom } from "./rights";
import type { GrantView, PraiseEventView, PraiseItem } from "./types";
import { countries, preview, unknownVariables } from "./wording";

const item = {
  mention: { account: "demo-shop", author: { id: "u-1", name: "Kettle fan", handle: null } },
} as PraiseItem;
const use = { scopes: ["site", "paid_ads"], territory: ["CN", "DE"], until: "2026-12-31" } as const;

describe("A question to an author", () => {
  it("says who asks, for what, where and until when, in its own language", () => {
    const wording = "{author}: {account} ({scopes}; {territory}; {until})";
    expect(preview(wording, "en", item, use)).toBe(
      "Kettle fan: demo-shop (our website, paid advertising; CN, DE; until 2026-12-31)",
    );
    expect(preview(wording, "zh-CN", item, use)).toBe("Kettle fan: demo-shop (网站展示、付费广告; CN、DE; 至2026-12-31)");
    expect(preview("{territory} {until}", "en", item, { scopes: [], territory: [], until: "" })).toBe(
      "worldwide until you take it back",
    );
  });

  it("keeps what nobody fills in, and names it", () => {
    expect(preview("{price} $& {author}", "en", item, use)).toBe("{price} $& Kettle fan");
    expect(unknownVariables("{author} {price} {price}", ["author"])).toEqual(["price"]);
  });
});

describe("Countries", () => {
  it("are typed in any way", () => {
    expect(countries(" cn, de；us  CN")).toEqual(["CN", "DE", "US"]);
    expect(countries("")).toEqual([]);
  });
});

describe("A permission", () => {
  const grant = { expires_at: "2026-12-01T00:00:00Z", ended_at: null } as GrantView;

  it("is live until its end, and not at it", () => {
    expect(isLive(grant, Date.parse("2026-11-30T23:59:59Z"))).toBe(true);
    expect(isLive(grant, Date.parse("2026-12-01T00:00:00Z"))).toBe(false);
    expect(isLive({ ...grant, expires_at: null }, Infinity)).toBe(true);
    expect(isLive({ ...grant, expires_at: null, ended_at: "2026-01-01T00:00:00Z" }, 0)).toBe(false);
    expect(isLive(null, 0)).toBe(false);
  });

  it("holds through its last day", () => {
    const end = endOfDay("2026-12-31");
    expect(new Date(end ?? "").toString()).toContain("Jan 01 2027 00:00:00");
    expect(lastDay(end ?? "", "en")).toBe("Dec 31, 2026");
    expect(endOfDay("")).toBeNull();
  });

  it("is wider than what was asked by any further use or country, and by the whole world", () => {
    const wider = (scopes: readonly ("repost" | "site" | "paid_ads")[], territory: readonly string[]) => isWider({ scopes, territory }, use);
    expect([wider(["site"], ["CN"]), wider(["paid_ads", "site"], ["DE", "CN"])]).toEqual([false, false]);
    expect([wider(["repost"], ["CN"]), wider(["site"], ["CN", "FR"]), wider(["site"], [])]).toEqual([true, true, true]);
    expect(isWider({ scopes: ["site"], territory: ["FR"] }, { scopes: ["site"], territory: [] })).toBe(false);
  });

  it("is refused for a reason that can be told", () => {
    expect(refusalOf(problemOf(409, { title: "x", reason: "no_live_grant" }))).toBe("no_live_grant");
    expect(refusalOf(problemOf(409, { title: "x", reason: "else" }))).toBeNull();
    expect(refusalOf(new ApiProblem(500, "x"))).toBeNull();
  });

  it("is asked for, recorded and withdrawn where it can be, and a revoked post is left alone", () => {
    expect(statuses.filter((status) => stepsFrom(status).includes("ask"))).toEqual(["shortlisted", "expired"]);
    expect(stepsFrom("revoked")).toEqual([]);
  });
});

describe("A plan", () => {
  it("is read back as it was typed", () => {
    expect(toInput(fromInput("2026-11-22T09:05"))).toBe("2026-11-22T09:05");
    expect(fromInput("")).toBeNull();
    expect(toInput(null)).toBe("");
  });

  it("stands under its day", () => {
    const at = (day: number, hour: number) => ({ id: hour, planned_for: new Date(2026, 10, day, hour).toISOString() }) as PraiseItem;
    expect(byDay([at(22, 9), at(22, 15), at(23, 0)]).map((day) => [day.day, day.items.length])).toEqual([
      ["2026-11-22", 2],
      ["2026-11-23", 1],
    ]);
  });

  it("keeps the credit line that a person chose last", () => {
    const planned = (data: unknown) => ({ kind: "planned", data }) as PraiseEventView;
    expect(chosenCredit([planned({ credit_line: "by us" }), planned({ credit_line: "by @fan" })])).toBe("by @fan");
    expect(chosenCredit([planned({ credit_line: "by us" }), planned({ for: "2026-11-22T00:00:00Z" })])).toBe("");
    expect(chosenCredit([])).toBe("");
  });
});
