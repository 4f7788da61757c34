import { describe, expect, it } from "vitest";
import { match, withSearch } from "./address";

describe("An address", () => {
  it("is matched part by part", () => {
    expect(match("/tickets/:id", "/tickets/1042")).toEqual({ id: "1042" });
    expect(match("/tickets/:id", "/tickets/1042/")).toEqual({ id: "1042" });
    expect(match("/tickets/:id", "/tickets")).toBeNull();
    expect(match("/queue/:view", "/queue/%E0%A4%A")).toEqual({ view: "%E0%A4%A" });
  });

  it("changes one parameter and keeps the others", () => {
    const place = { path: "/praise", search: new URLSearchParams("status=shortlisted&channel=weibo") };
    expect(withSearch({ channel: null }, place)).toBe("/praise?status=shortlisted");
    expect(withSearch({ status: "", channel: "x" }, place)).toBe("/praise?channel=x");
  });
});
