import { describe, expect, it } from "vitest";
import { callingAt, colleaguesFor, withName } from "./calling";

describe("Calling a colleague", () => {
  it("begins with an @ that stands alone", () => {
    expect(callingAt("please @me", 10)).toEqual({ from: 7, name: "me" });
    expect(callingAt("@", 1)).toEqual({ from: 0, name: "" });
    expect(callingAt("请@小", 3)).toEqual({ from: 1, name: "小" });
  });

  it("is not an address of mail, nor what stands behind the caret or on another line", () => {
    expect(callingAt("write to a@b", 12)).toBeNull();
    expect(callingAt("hello @mei", 5)).toBeNull();
    expect(callingAt("@mei\nthanks", 11)).toBeNull();
    expect(callingAt("5 @ 3", 5)).toBeNull();
  });

  it("finds people by the beginning of any part of their name", () => {
    const people = [{ name: "Mei Lin" }, { name: "Tom" }, { name: "Lina" }];
    expect(colleaguesFor(people, "li").map((person) => person.name)).toEqual(["Mei Lin", "Lina"]);
    expect(colleaguesFor(people, "")).toHaveLength(3);
  });

  it("puts the whole name in place of what was typed", () => {
    const calling = callingAt("ask @li today", 7);
    expect(calling && withName("ask @li today", 7, calling, "Lina")).toEqual({ text: "ask @Lina today", caret: 10 });
  });
});
