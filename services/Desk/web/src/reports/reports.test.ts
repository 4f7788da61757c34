import { describe, expect, it } from "vitest";
import { csv } from "./csv";
import { instants, lastDays } from "./period";

describe("A table that is downloaded", () => {
  it("keeps commas, quotes and line breaks within a cell", () => {
    expect(csv(["name", "kept"], [['A "b", c', 0.5]])).toBe('\uFEFFname,kept\r\n"A ""b"", c",0.5\r\n');
  });

  it("holds no formula, whatever somebody is called", () => {
    expect(csv(["name"], [["=HYPERLINK(1)"], ["@x"]])).toBe("\uFEFFname\r\n'=HYPERLINK(1)\r\n'@x\r\n");
  });

  it("leaves a negative figure a figure", () => {
    expect(csv(["change"], [[-3]])).toContain("\r\n-3\r\n");
  });
});

describe("The span of a report", () => {
  it("ends with today and has as many days as were asked for", () => {
    expect(lastDays(7, new Date(2026, 5, 10, 15))).toEqual({ from: "2026-06-04", to: "2026-06-10" });
  });

  it("reaches up to the midnight after its last day", () => {
    const { from, to } = instants({ from: "2026-06-10", to: "2026-06-10" });

    expect(Date.parse(to) - Date.parse(from)).toBe(86_400_000);
  });
});
