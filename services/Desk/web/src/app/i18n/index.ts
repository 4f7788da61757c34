import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { sayRefusals, type Wording } from "../../api/problem";
import { en } from "./en";
import { sayWith } from "./sentences";
import { zhCN } from "./zh-CN";

export const languages = ["zh-CN", "en"] as const;
export type Language = (typeof languages)[number];

const key = "desk.language";

/** The person's choice where there is one, otherwise the first of the browser's languages that we speak. */
export function chooseLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === "zh-CN" || chosen === "en") return chosen;
  for (const wanted of browser) {
    if (/^zh\b/i.test(wanted)) return "zh-CN";
    if (/^en\b/i.test(wanted)) return "en";
  }
  return "en";
}

export async function startLanguages(): Promise<void> {
  await i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, "zh-CN": { translation: zhCN } },
    lng: chooseLanguage(localStorage.getItem(key), navigator.languages),
    fallbackLng: false,
    interpolation: { escapeValue: false },
  });
  mark();
  i18next.on("languageChanged", mark);
  sayRefusals(refusals);
  void loadSentences();
}

type Words = Readonly<Record<string, string | undefined>>;

/** The services speak English, and say more there than a fixed sentence can. */
const refusals: Wording = {
  reason: (reason) => inChinese((zhCN.refusal.because as Words)[reason]),
  sentence: (sentence) => (i18next.language === "en" ? null : sentenceInChinese(sentence)),
  status: (status) => inChinese((zhCN.refusal.status as Words)[status]),
};

function inChinese(text: string | undefined): string | null {
  return i18next.language === "en" ? null : (text ?? null);
}

let sentenceInChinese: Wording["sentence"] = () => null;

/** Whoever reads English never loads them. */
async function loadSentences(): Promise<void> {
  if (i18next.language === "en") return;
  sentenceInChinese = sayWith((await import("./sentences.zh-CN.json")).default);
}

/** Null follows the browser again. */
export async function setLanguage(chosen: Language | null): Promise<void> {
  if (chosen === null) localStorage.removeItem(key);
  else localStorage.setItem(key, chosen);
  await i18next.changeLanguage(chooseLanguage(chosen, navigator.languages));
  await loadSentences();
}

function mark(): void {
  document.documentElement.lang = i18next.language;
}
