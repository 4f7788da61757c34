import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { AgentView, TicketRow } from "../api/types";
import { useAgents } from "../queue/FilterBar";
import { Dialog } from "../ui/Dialog";
import { assign } from "./actions";

/** Colleagues with their load, the least loaded of those who take tickets first. */
export function AssignDialog({ ticket, onClose }: { ticket: TicketRow; onClose: () => void }) {
  const { t } = useTranslation();
  const agents = useAgents();
  const [text, setText] = useState("");
  const fitting = agents
    .filter((agent) => agent.name.toLocaleLowerCase().includes(text.trim().toLocaleLowerCase()))
    .sort((left, right) => Number(right.online) - Number(left.online) || loadOf(left) - loadOf(right));

  function give(agent: AgentView | null) {
    onClose();
    void assign(ticket, agent);
  }

  function onKey(event: KeyboardEvent) {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (fitting[0]) give(fitting[0]);
  }

  return (
    <Dialog title={t("action.assignTitle")} onClose={onClose}>
      <div className="stack">
        <label className="field">
          <span className="only-read">{t("action.assignSearch")}</span>
          <input
            data-focus
            value={text}
            placeholder={t("action.assignSearch")}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={onKey}
          />
        </label>
        <ul className="people">
          {fitting.map((agent) => (
            <li key={agent.id}>
              <button onClick={() => give(agent)} disabled={agent.id === ticket.assignee?.id}>
                <span className={agent.online ? "presence-dot on" : "presence-dot"} />
                <bdi>{agent.name}</bdi>
                <span className="quiet">{agent.online ? t("board.online") : t("board.offline")}</span>
                <Load agent={agent} />
              </button>
            </li>
          ))}
        </ul>
        {ticket.assignee ? (
          <button className="button" onClick={() => give(null)}>
            {t("action.toQueue")}
          </button>
        ) : null}
      </div>
    </Dialog>
  );
}

function Load({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  return (
    <span className="load">
      <meter min={0} max={Math.max(1, agent.capacity)} high={agent.capacity * 0.8} value={agent.open_tickets} />
      {t("action.load", { open: agent.open_tickets, capacity: agent.capacity })}
    </span>
  );
}

function loadOf(agent: AgentView): number {
  return agent.open_tickets / Math.max(1, agent.capacity);
}
