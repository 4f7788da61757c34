import { describe, expect, it } from "vitest";
import { orderNumberIn } from "./orderNumber";

describe("A pattern of order numbers", () => {
  it("gives the group in brackets, or else all that it found, in capitals", () => {
    expect(orderNumberIn("order no a-20931 please", "no ([a-z]-\\d+)")).toBe("A-20931");
    expect(orderNumberIn("order a-20931 please", "[a-z]-\\d+")).toBe("A-20931");
  });

  it("may find nothing, and may be none that a browser understands", () => {
    expect(orderNumberIn("nothing here", "\\d{5}")).toBeNull();
    expect(orderNumberIn("nothing here", "(?i)\\d{5}(")).toBeUndefined();
    expect(orderNumberIn("nothing here", "")).toBeUndefined();
  });
});
