import { useTranslation } from "react-i18next";
import { setLanguage } from "./i18n";

/** Before anybody is signed in, the choice belongs to the browser; afterwards to the person. */
export function LanguageSwitch() {
  const { i18n } = useTranslation();
  return (
    <div className="languages" role="group" aria-label="语言 / Language">
      <button
        type="button"
        lang="zh-CN"
        aria-pressed={i18n.language === "zh-CN"}
        onClick={() => void setLanguage("zh-CN")}
      >
        中文
      </button>
      <button type="button" lang="en" aria-pressed={i18n.language === "en"} onClick={() => void setLanguage("en")}>
        English
      </button>
    </div>
  );
}
