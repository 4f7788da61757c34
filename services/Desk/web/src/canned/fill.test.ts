import { describe, expect, it } from "vitest";
import { partsOf } from "./fill";

describe("A canned text", () => {
  it("is taken apart at its blanks, and an unknown one is told apart", () => {
    expect(partsOf("Dear {{author}}, {{ order }} is {{weather}}.")).toEqual([
      { words: "Dear " },
      { blank: "author" },
      { words: ", " },
      { blank: "order" },
      { words: " is " },
      { unknown: "weather" },
      { words: "." },
    ]);
  });

  it("keeps single braces as words", () => {
    expect(partsOf("{author} }} {{")).toEqual([{ words: "{author} }} {{" }]);
  });
});
