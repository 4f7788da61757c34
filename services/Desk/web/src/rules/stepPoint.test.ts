import { describe, expect, it } from "vitest";
import { atOf, pointAs, pointKinds, pointOf } from "./stepPoint";

describe("The point of a step", () => {
  it("comes out as it went in, whichever way it is said", () => {
    for (const at of ["1%", "80%", "1000%", "due", "-15m", "-2h", "+30m", "+2h", "+120m"]) expect(atOf(pointOf(at))).toBe(at);
  });

  it("keeps the way it is said while its amount is typed anew", () => {
    for (const kind of pointKinds) expect(pointOf(atOf({ kind, amount: "" })).kind).toBe(kind);
  });

  it("keeps the amount where it is said in another way, and has a usual one where there was none", () => {
    expect(atOf(pointAs(pointOf("-15m"), "hours_after"))).toBe("+15h");
    expect(atOf(pointAs(pointOf("+15h"), "due"))).toBe("due");
    expect(atOf(pointAs(pointOf("due"), "percent"))).toBe("80%");
  });

  it("asks for an amount where it cannot be read", () => {
    for (const wrong of ["soon", "", "15m", "due+1h"]) expect(pointOf(wrong)).toEqual({ kind: "percent", amount: "" });
  });
});
