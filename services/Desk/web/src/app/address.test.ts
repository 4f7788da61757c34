import { describe, expect, it } from "vitest";
import { match, returnTo, withSearch } from "./address";

describe("An address", () => {
  it("is matched part by part", () => {
    expect(match("/tickets/:id", "/tickets/1042")).toEqual({ id: "1042" });
    expect(match("/tickets/:id", "/tickets/1042/")).toEqual({ id: "1042" });
    expect(match("/tickets/:id", "/tickets")).toBeNull();
    expect(match("/queue/:view", "/queue/%E0%A4%A")).toEqual({ view: "%E0%A4%A" });
  });

  it("of a page that was asked for is gone back to, and one of elsewhere is not", () => {
    const asked = (to: string, path = "/sign-in") => returnTo({ path, search: new URLSearchParams({ return_to: to }) });
    expect(asked("/queue/all?label=praise")).toBe("/queue/all?label=praise");
    expect(asked("/queue/all", "/praise")).toBeNull();
    for (const to of ["//elsewhere.test", "/\\elsewhere.test", "https://elsewhere.test", "javascript:alert(1)", "/", ""]) {
      expect(asked(to)).toBeNull();
    }
  });

  it("changes one parameter and keeps the others", () => {
    const place = { path: "/praise", search: new URLSearchParams("status=shortlisted&channel=weibo") };
    expect(withSearch({ channel: null }, place)).toBe("/praise?status=shortlisted");
    expect(withSearch({ status: "", channel: "x" }, place)).toBe("/praise?channel=x");
  });
});
