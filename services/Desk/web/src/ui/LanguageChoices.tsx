import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choices } from "./Choices";
import { nameOf } from "./names";

const usual = ["zh", "en"];
const others = [
  "ar", "bn", "cs", "da", "de", "el", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "kk", "km", "ko", "lo", "mn",
  "ms", "my", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "th", "tl", "tr", "ug", "uk", "ur", "uz", "vi", "yue",
];

interface Props {
  held: readonly string[];
  onChange: (held: string[]) => void;
  fault?: string | undefined;
}

/** Languages by name: the usual ones to press, any other to add. */
export function LanguageChoices({ held, onChange, fault }: Props) {
  const { t, i18n } = useTranslation();
  // One that is let go stays to be pressed again.
  const [offered, setOffered] = useState<readonly string[]>(() => [...new Set([...usual, ...held])]);
  // Arrows walk through the list: one is taken when its button is pressed, not when it is passed.
  const [next, setNext] = useState("");
  const name = (code: string) => nameOf("language", code, i18n.language);
  const all = [...new Set([...offered, ...held])];
  const further = others.filter((code) => !all.includes(code)).sort((a, b) => name(a).localeCompare(name(b), i18n.language));
  return (
    <Choices legend={t("team.languages")} all={all} held={held} text={name} onChange={onChange} fault={fault}>
      <select className="more-languages" aria-label={t("team.anotherLanguage")} value={next} onChange={(event) => setNext(event.target.value)}>
        <option value="">{t("team.anotherLanguage")}</option>
        {further.map((code) => (
          <option key={code} value={code}>
            {name(code)}
          </option>
        ))}
      </select>
      {next === "" ? null : (
        <button
          type="button"
          className="button small"
          onClick={() => {
            setOffered([...all, next]);
            onChange([...held, next]);
            setNext("");
          }}
        >
          {t("team.addLanguage", { name: name(next) })}
        </button>
      )}
    </Choices>
  );
}
