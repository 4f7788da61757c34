import { useEffect, useRef, useState } from "react";
import { Icon } from "./Icon";

const typingPause = 250;

interface Props {
  id?: string;
  /** What the list is narrowed to by now, as the address has it. */
  asked: string;
  placeholder: string;
  label: string;
  /** Called a moment after the last key, never while an input method composes. */
  onAsk: (text: string) => void;
}

/** Words to look for in a list; what is asked for stands in the address. */
export function SearchInput({ id, asked, placeholder, label, onAsk }: Props) {
  const [text, setText] = useState(asked);
  const [isComposing, setComposing] = useState(false);
  const ask = useRef(onAsk);
  useEffect(() => {
    ask.current = onAsk;
  });

  // What was asked for from here comes back as the address; by then more may have been typed.
  const known = useRef(asked);
  useEffect(() => {
    if (known.current === asked) return;
    known.current = asked;
    setText(asked);
  }, [asked]);
  useEffect(() => {
    const wanted = text.trim();
    if (isComposing || wanted === asked) return undefined;
    const timer = setTimeout(() => {
      known.current = wanted;
      ask.current(wanted);
    }, typingPause);
    return () => clearTimeout(timer);
  }, [text, isComposing, asked]);

  return (
    <label className="search">
      <Icon name="search" size={15} />
      <input
        id={id}
        type="search"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if ((event.key === "Escape" || event.key === "Enter") && !event.nativeEvent.isComposing) event.currentTarget.blur();
        }}
        onCompositionStart={() => setComposing(true)}
        onCompositionEnd={() => setComposing(false)}
        placeholder={placeholder}
        aria-label={label}
      />
    </label>
  );
}
