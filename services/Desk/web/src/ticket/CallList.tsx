import { useState, type KeyboardEvent, type RefObject } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { AgentView } from "../api/types";
import { useAgents } from "../queue/team";
import { callingAt, colleaguesFor, withName, type Calling } from "./calling";

export interface CallState {
  people: readonly AgentView[];
  active: number;
  look: () => void;
  pick: (agent: AgentView) => void;
  /** True where the key was for the list. */
  onKey: (event: KeyboardEvent) => boolean;
}

/** Completes the name of a colleague who is called with `@` in a note; whoever is called is told. */
export function useCalling(
  box: RefObject<HTMLTextAreaElement | null>,
  text: string,
  isOn: boolean,
  write: (text: string) => void,
): CallState {
  const agents = useAgents();
  const [calling, setCalling] = useState<Calling | null>(null);
  const [place, setPlace] = useState(0);
  const people = isOn && calling ? colleaguesFor(agents, calling.name) : [];
  const active = Math.min(place, people.length - 1);

  function look() {
    const element = box.current;
    setCalling(element ? callingAt(element.value, element.selectionEnd) : null);
  }

  function pick(agent: AgentView) {
    const element = box.current;
    if (!element || !calling) return;
    const next = withName(text, element.selectionEnd, calling, agent.name);
    flushSync(() => {
      write(next.text);
      setCalling(null);
      setPlace(0);
    });
    element.focus();
    element.setSelectionRange(next.caret, next.caret);
  }

  function onKey(event: KeyboardEvent): boolean {
    const chosen = people[active];
    if (!chosen || event.ctrlKey || event.metaKey) return false;
    if (event.key === "ArrowDown") setPlace((active + 1) % people.length);
    else if (event.key === "ArrowUp") setPlace((active + people.length - 1) % people.length);
    else if (event.key === "Enter" || event.key === "Tab") pick(chosen);
    else if (event.key === "Escape") setCalling(null);
    else return false;
    event.preventDefault();
    return true;
  }

  return { people, active, look, pick, onKey };
}

export function CallList({ calling }: { calling: CallState }) {
  const { t } = useTranslation();
  if (calling.people.length === 0) return null;
  return (
    <ul className="call-list" role="listbox" aria-label={t("ticket.call")}>
      {calling.people.map((agent, index) => (
        <li key={agent.id} role="presentation">
          <button
            type="button"
            role="option"
            tabIndex={-1}
            aria-selected={index === calling.active}
            onPointerDown={(event) => {
              event.preventDefault();
              calling.pick(agent);
            }}
          >
            <span className={agent.online ? "presence-dot on" : "presence-dot"} />
            <bdi>{agent.name}</bdi>
          </button>
        </li>
      ))}
    </ul>
  );
}
