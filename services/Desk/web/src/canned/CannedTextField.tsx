import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import { partsOf, variables, type Variable } from "./fill";

const longest = 2_000;

interface Props {
  language: "zh-CN" | "en";
  value: string;
  onChange: (text: string) => void;
}

/** The text in one language, its blanks to be put in by a click, and below it what a customer would read. */
export function CannedTextField({ language, value, onChange }: Props) {
  const { t } = useTranslation();
  const box = useRef<HTMLTextAreaElement>(null);

  function insert(name: Variable) {
    const at = box.current?.selectionStart ?? value.length;
    const to = box.current?.selectionEnd ?? at;
    onChange(`${value.slice(0, at)}{{${name}}}${value.slice(to)}`);
    box.current?.focus();
  }

  return (
    <div className="canned-text">
      <label className="field">
        <span>{t(`canned.language.${language}`)}</span>
        <textarea
          ref={box}
          name={`text.${language}`}
          rows={3}
          maxLength={longest}
          lang={language}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      </label>
      <p className="canned-blanks">
        <span className="quiet">{t("canned.blank")}</span>
        {variables.map((name) => (
          <button key={name} type="button" className="button small" onClick={() => insert(name)}>
            <Icon name="plus" size={11} /> {t(`canned.blanks.${name}`)}
          </button>
        ))}
      </p>
      {value.trim() === "" ? null : (
        <section className="canned-shown" aria-label={t("canned.preview")}>
          <h3>{t("canned.preview")}</h3>
          <p className="words" dir="auto">
            {partsOf(value).map((part, place) =>
              "words" in part ? (
                part.words
              ) : "blank" in part ? (
                <em key={place}>{t(`canned.example.${part.blank}`)}</em>
              ) : (
                <strong key={place} className="fault">
                  {t("canned.noBlank", { name: part.unknown })}
                </strong>
              ),
            )}
          </p>
        </section>
      )}
    </div>
  );
}
