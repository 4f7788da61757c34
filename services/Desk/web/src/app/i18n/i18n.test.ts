import { describe, expect, it } from "vitest";
import { chooseLanguage } from ".";
import { en } from "./en";
import { zhCN } from "./zh-CN";

/** `a.b.c` to its text. */
function flat(words: object, path = ""): Map<string, string> {
  return new Map(
    Object.entries(words).flatMap(([key, value]: [string, unknown]) =>
      typeof value === "string" ? [[path + key, value] as const] : [...flat(value as object, `${path}${key}.`)],
    ),
  );
}

const english = flat(en);
const chinese = flat(zhCN);

describe("The two languages", () => {
  it("say the same things", () => {
    expect([...chinese.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("fill in the same blanks", () => {
    const blanks = (text: string | undefined) => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();
    for (const [key, text] of english) expect([key, blanks(chinese.get(key))]).toEqual([key, blanks(text)]);
  });

  it("leave nothing empty, and no Chinese text is in English by mistake", () => {
    const same = [...english].filter(([key, text]) => text === "" || (chinese.get(key) === text && /[a-z]{3}/.test(text)));
    expect(same).toEqual([["app.name", "TriageMesh"]]);
  });
});

describe("The language", () => {
  it("is the person's, then the browser's first that we speak, then English", () => {
    expect(chooseLanguage("en", ["zh-CN"])).toBe("en");
    expect(chooseLanguage(null, ["fr-FR", "zh-TW", "en"])).toBe("zh-CN");
    expect(chooseLanguage(null, ["en-GB", "zh"])).toBe("en");
    expect(chooseLanguage(null, ["fr"])).toBe("en");
    expect(chooseLanguage("xx", ["zh-Hans-CN"])).toBe("zh-CN");
  });
});
