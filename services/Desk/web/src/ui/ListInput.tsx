import { useState } from "react";

/** A list of short words in one line, separated by commas or spaces. */
export function ListInput({ value, onChange, phrases = false, label }: Props) {
  const [text, setText] = useState(value.join(", "));
  return (
    <input
      value={text}
      aria-label={label}
      autoCapitalize="none"
      spellCheck={false}
      onChange={(event) => {
        setText(event.target.value);
        onChange(splitList(event.target.value, phrases));
      }}
    />
  );
}

interface Props {
  value: readonly string[];
  onChange: (value: string[]) => void;
  /** True where a word may hold spaces; then only commas separate. */
  phrases?: boolean;
  label?: string;
}

export function splitList(text: string, phrases: boolean): string[] {
  const parts = text.split(phrases ? /[,，、;；\n]/ : /[\s,，、;；]+/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ""))];
}
