import { useTranslation } from "react-i18next";
import type { AgentView, TicketRow } from "../api/types";
import { usePerson } from "../app/session";
import { useAgents } from "../queue/team";
import { assign } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { Dialog } from "../ui/Dialog";
import { Picker, type Choice } from "../ui/Picker";
import { titleFor } from "./titleFor";

interface Props {
  tickets: readonly TicketRow[];
  onClose: () => void;
}

/** Colleagues with their load, the least loaded of those who take tickets first. */
export function AssignDialog({ tickets, onClose }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const agents = useAgents();
  const [only] = tickets;
  const sorted = [...agents].sort(
    (left, right) => Number(right.online) - Number(left.online) || loadOf(left) - loadOf(right),
  );

  function give(agent: AgentView | null) {
    void carryOut(tickets, assign(agent));
    onClose();
  }

  const people: Choice[] = sorted.map((agent) => ({
    id: agent.id,
    text: agent.id === person.id ? `${agent.name} (${t("queue.you")})` : agent.name,
    disabled: tickets.length === 1 && agent.id === only?.assignee?.id,
    hint: (
      <>
        <span className={agent.online ? "presence-dot on" : "presence-dot"} />
        {agent.online ? t("board.online") : t("board.offline")} <Load agent={agent} />
      </>
    ),
    pick: () => give(agent),
  }));
  const queue: Choice = { id: "queue", text: t("action.toQueue"), icon: "inbox", pick: () => give(null) };
  return (
    <Dialog title={titleFor(t("action.assignTitle"), tickets, t)} onClose={onClose}>
      <Picker
        label={t("action.assignSearch")}
        empty={t("work.nobody")}
        choices={tickets.some((ticket) => ticket.assignee) ? [...people, queue] : people}
      />
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
