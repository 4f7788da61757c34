import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { SlaLane } from "../api/types";
import { Link } from "../app/Link";
import { keys, queryClient } from "../app/queries";
import { usePerson } from "../app/session";
import { useAgents } from "../queue/team";
import { Age } from "../ui/Age";
import { ClockChip } from "../ui/ClockChip";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { LabelChip } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { toggled } from "../ui/toggled";
import { moveTickets, ticketsOf } from "./move";

const nobody = "nobody";

/** A person's tickets, all or some of them, to somebody else: least loaded first. */
export function MoveDialog({ lane, onClose }: { lane: SlaLane; onClose: () => void }) {
  const { t } = useTranslation();
  const person = usePerson();
  const agents = useAgents();
  const query = useQuery({ queryKey: ["lane", lane.id], queryFn: () => ticketsOf(lane.id), staleTime: 0 });
  const [left, setLeft] = useState<readonly number[]>([]);
  const [to, setTo] = useState("");
  const [reason, setReason] = useState("");
  const [done, setDone] = useState(0);
  const tickets = query.data ?? [];
  const chosen = tickets.filter((ticket) => !left.includes(ticket.id));
  const others = agents
    .filter((agent) => agent.id !== lane.id)
    .sort((one, other) => Number(other.online) - Number(one.online) || load(one) - load(other));

  const move = useMutation({
    mutationFn: () => moveTickets(chosen, to === nobody ? null : to, reason.trim() === "" ? null : reason.trim(), setDone),
    onSuccess: (failed) => {
      const moved = chosen.length - failed.length;
      if (moved > 0) toast(t("board.move.done", { count: moved }));
      if (failed.length > 0) toast(t("board.move.failed", { count: failed.length, numbers: failed.join(t("app.comma")) }), "bad");
      onClose();
    },
    onSettled: () =>
      Promise.all([keys.board, keys.lists, keys.counts, keys.agents].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });

  return (
    <Dialog title={t("board.move.title", { name: lane.name })} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          move.mutate();
        }}
      >
        <Capacity lane={lane} />
        <div className="move-list" role="group" aria-label={t("board.move.tickets")}>
          <label className="move-row head">
            <input
              type="checkbox"
              checked={tickets.length > 0 && chosen.length === tickets.length}
              onChange={(event) => setLeft(event.target.checked ? [] : tickets.map((ticket) => ticket.id))}
            />
            <span>{t("board.move.all", { count: tickets.length })}</span>
          </label>
          {query.isPending ? <p className="quiet">{t("app.loading")}</p> : null}
          {tickets.map((ticket) => (
            <label key={ticket.id} className="move-row">
              <input
                type="checkbox"
                checked={!left.includes(ticket.id)}
                onChange={(event) => setLeft(toggled(left, ticket.id, !event.target.checked))}
              />
              <span className="move-words">
                <bdi>{ticket.number}</bdi> <span className="quiet">{ticket.first_line}</span>
              </span>
              <LabelChip label={ticket.label} />
              {ticket.nearest_clock ? <ClockChip clock={ticket.nearest_clock} /> : <Age since={ticket.opened_at} />}
            </label>
          ))}
        </div>
        <div className="two">
          <Field text={t("board.move.to")} fault={undefined}>
            <select data-focus required value={to} onChange={(event) => setTo(event.target.value)}>
              <option value="">–</option>
              {person.id === lane.id || !agents.some((agent) => agent.id === person.id) ? null : (
                <option value={person.id}>{t("board.move.me")}</option>
              )}
              <option value={nobody}>{t("board.move.queue")}</option>
              {others
                .filter((agent) => agent.id !== person.id)
                .map((agent) => (
                  <option key={agent.id} value={agent.id}>
                    {`${agent.name} · ${agent.open_tickets}/${agent.capacity} · ${agent.online ? t("board.online") : t("board.offline")}`}
                  </option>
                ))}
            </select>
          </Field>
          <Field text={t("board.move.reason")} fault={undefined}>
            <input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
        </div>
        <ProblemLine error={query.error ?? move.error} />
        <footer>
          <Link className="button quiet" to={`/team/${lane.id}`}>
            {t("board.move.shifts")}
          </Link>
          <button className="button primary" disabled={move.isPending || chosen.length === 0 || to === ""}>
            {move.isPending ? t("board.move.moving", { done, count: chosen.length }) : t("board.move.submit", { count: chosen.length })}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

/** So many tickets at once; from the next one on. */
function Capacity({ lane }: { lane: SlaLane }) {
  const { t } = useTranslation();
  const [capacity, setCapacity] = useState(lane.capacity ?? 0);
  const save = useMutation({
    mutationFn: async () => {
      const agent = await take(router.GET("/agents/{id}", { params: { path: { id: lane.id } } }));
      const { name, languages, skills } = agent;
      const params = { path: { id: lane.id }, header: { "If-Match": `"${agent.version}"` } };
      await take(router.PUT("/agents/{id}", { params, body: { name, languages, skills, capacity } }));
    },
    onSuccess: () => {
      toast(t("app.saved"));
      return Promise.all([keys.board, keys.agents].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
    },
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
  });
  return (
    <div className="inline-form">
      <label>
        {t("board.move.capacity")}{" "}
        <input type="number" min={0} max={1000} value={capacity} onChange={(event) => setCapacity(event.target.valueAsNumber || 0)} />
      </label>
      <button
        type="button"
        className="button small"
        disabled={save.isPending || capacity === lane.capacity}
        onClick={() => save.mutate()}
      >
        {t("app.save")}
      </button>
    </div>
  );
}

function load(agent: { open_tickets: number; capacity: number }): number {
  return agent.open_tickets / Math.max(1, agent.capacity);
}
