import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Choices } from "./Choices";
import { platformName, platforms } from "./marks";

interface Props {
  held: readonly string[];
  onChange: (held: string[]) => void;
  /** What none of them means. */
  hint?: string;
  fault?: string | undefined;
}

/** Which platforms: those that the desk knows by name, and any other by the name that its mentions carry. */
export function PlatformChoices({ held, onChange, hint, fault }: Props) {
  const { t, i18n } = useTranslation();
  // One that is let go stays to be pressed again.
  const [offered, setOffered] = useState<readonly string[]>(() => [...new Set([...platforms, ...held])]);
  const [next, setNext] = useState("");

  function add() {
    const channel = next.trim();
    setNext("");
    if (channel === "") return;
    setOffered([...new Set([...offered, channel])]);
    onChange([...new Set([...held, channel])]);
  }

  return (
    <Choices
      legend={t("rules.channels")}
      all={[...new Set([...offered, ...held])]}
      held={held}
      text={(one) => platformName(one, i18n.language)}
      onChange={onChange}
      fault={fault}
    >
      <input
        className="another"
        aria-label={t("rules.anotherChannel")}
        placeholder={t("rules.anotherChannel")}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || next.trim() === "" || event.nativeEvent.isComposing) return;
          // The first Enter is the word's, the next one the form's.
          event.preventDefault();
          add();
        }}
      />
      {hint ? <p className="quiet">{hint}</p> : null}
    </Choices>
  );
}
