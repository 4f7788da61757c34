import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { Icon, type IconName } from "./Icon";

/** One thing that can be chosen. */
export interface Choice {
  readonly id: string;
  readonly text: string;
  readonly hint?: ReactNode;
  readonly icon?: IconName;
  /** The key that does the same without the list. */
  readonly keys?: string;
  readonly group?: string;
  readonly disabled?: boolean;
  readonly pick: () => void;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  empty: string;
  /** Digits choose while nothing is typed. */
  numbered?: boolean;
  /** What is typed where the caller looks for the choices itself; otherwise the picker narrows them. */
  onTyped?: (text: string) => void;
  onActive?: (id: string | null) => void;
}

/** Type to narrow, arrows to move, Enter to choose: every list that a person picks from. */
export function Picker({ label, choices, empty, numbered = false, onTyped, onActive }: Props) {
  const list = useId();
  const [typed, setTyped] = useState("");
  const [active, setActive] = useState(0);
  const shown = onTyped ? choices : choices.filter((choice) => fits(choice, typed));
  const place = Math.min(active, shown.length - 1);
  const current = shown[place];
  const box = useRef<HTMLUListElement>(null);

  useEffect(() => {
    onActive?.(current?.id ?? null);
    box.current?.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }, [current?.id]); // eslint-disable-line react-hooks/exhaustive-deps

  function type(text: string) {
    setTyped(text);
    setActive(0);
    onTyped?.(text);
  }

  function move(by: number) {
    if (shown.length > 0) setActive((place + by + shown.length) % shown.length);
  }

  function onKey(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const digit = numbered && typed === "" && /^[1-9]$/.test(event.key) ? shown[Number(event.key) - 1] : undefined;
    if (event.key === "ArrowDown" || (event.ctrlKey && event.key === "n")) move(1);
    else if (event.key === "ArrowUp" || (event.ctrlKey && event.key === "p")) move(-1);
    else if (event.key === "Enter") choose(current);
    else if (digit) choose(digit);
    else return;
    event.preventDefault();
  }

  return (
    <div className="chooser">
      <label className="chooser-type">
        <Icon name="search" size={15} />
        <input
          data-focus
          role="combobox"
          aria-label={label}
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={current ? `${list}-${current.id}` : undefined}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          placeholder={label}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKey}
        />
      </label>
      <ul ref={box} id={list} role="listbox" aria-label={label} className="chooser-list">
        {shown.map((choice, index) => (
          <li key={choice.id} role="presentation">
            {choice.group && choice.group !== shown[index - 1]?.group ? (
              <span className="chooser-group" aria-hidden="true">
                {choice.group}
              </span>
            ) : null}
            <button
              type="button"
              id={`${list}-${choice.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === place}
              disabled={choice.disabled}
              onPointerMove={() => setActive(index)}
              onClick={() => choose(choice)}
            >
              {choice.icon ? <Icon name={choice.icon} size={15} /> : null}
              <bdi className="chooser-text">{choice.text}</bdi>
              {choice.hint ? <span className="chooser-hint">{choice.hint}</span> : null}
              {choice.keys ? <kbd>{choice.keys}</kbd> : numbered && index < 9 ? <kbd>{index + 1}</kbd> : null}
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="chooser-empty">{empty}</p> : null}
    </div>
  );
}

function choose(choice: Choice | undefined) {
  if (choice && !choice.disabled) choice.pick();
}

/** Every word that was typed stands somewhere in the text. */
export function fits(choice: { text: string; group?: string }, typed: string): boolean {
  const text = `${choice.text} ${choice.group ?? ""}`.toLocaleLowerCase();
  return typed
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
