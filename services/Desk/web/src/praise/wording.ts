import type { GrantScope, PraiseItem } from "./types";

/** What a question to an author says of the use that is asked for. */
export interface AskedUse {
  readonly scopes: readonly GrantScope[];
  readonly territory: readonly string[];
  /** `2026-12-31`; empty for no end. */
  readonly until: string;
}

const scopeWords: Readonly<Record<"en" | "zh-CN", Readonly<Record<GrantScope, string>>>> = {
  en: { repost: "reposting", site: "our website", paid_ads: "paid advertising" },
  "zh-CN": { repost: "转发", site: "网站展示", paid_ads: "付费广告" },
};

const variable = /\{([a-z_]+)\}/g;

/** The words as the router will send them: it fills in the same variables. */
export function preview(wording: string, language: "en" | "zh-CN", item: PraiseItem, use: AskedUse): string {
  const isChinese = language === "zh-CN";
  const list = (parts: readonly string[]) => parts.join(isChinese ? "、" : ", ");
  const { author, account } = item.mention;
  const values: Readonly<Record<string, string>> = {
    author: author.handle ? `@${author.handle}` : (author.name ?? author.id),
    account,
    scopes: list(use.scopes.map((scope) => scopeWords[language][scope])),
    territory: use.territory.length > 0 ? list(use.territory) : isChinese ? "全球" : "worldwide",
    until:
      use.until === ""
        ? isChinese
          ? "直至您撤回"
          : "until you take it back"
        : `${isChinese ? "至" : "until "}${use.until}`,
  };
  return wording.replace(variable, (whole, name: string) => values[name] ?? whole);
}

/** The variables of a wording that nobody fills in. */
export function unknownVariables(wording: string, known: readonly string[]): readonly string[] {
  return [...new Set([...wording.matchAll(variable)].map((match) => match[1] ?? ""))].filter((name) => !known.includes(name));
}

/** Two-letter countries out of what was typed, each once. */
export function countries(text: string): readonly string[] {
  return [...new Set(text.toUpperCase().split(/[\s,;，、；]+/).filter((part) => part !== ""))];
}

export function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code);
}
