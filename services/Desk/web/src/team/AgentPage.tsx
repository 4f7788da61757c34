import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { RateView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import type { AgentView } from "../api/types";
import { Link } from "../app/Link";
import { keys } from "../app/queries";
import { useQueues } from "../queue/team";
import { forget } from "../rules/queries";
import { Choices } from "../ui/Choices";
import { Field } from "../ui/Field";
import { ListInput } from "../ui/ListInput";
import { ProblemLine } from "../ui/ProblemLine";
import { RateInput } from "../ui/RateInput";
import { toast } from "../ui/toast";
import { ShiftEditor } from "./ShiftEditor";
import { agentKey, staffKey, useStaff } from "./useTeam";

/** One person's place in the team: what they can do, how much at once, and when. */
export function AgentPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: agentKey(id),
    queryFn: () => take(router.GET("/agents/{id}", { params: { path: { id } } })),
    staleTime: 0,
  });
  const agent = query.data;
  const member = useStaff().get(id);
  return (
    <main className="admin">
      <header className="bar">
        <h1>
          <Link className="crumb" to="/team">
            {t("team.title")}
          </Link>{" "}
          <span className="quiet">/</span> <bdi>{agent?.name ?? ""}</bdi>
        </h1>
      </header>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      {agent ? (
        <div className="editor agent-editor">
          <AgentForm key={`${agent.version} ${member?.rate?.tickets} ${member?.rate?.minutes}`} agent={agent} rate={member?.rate ?? null} />
          <ShiftEditor id={id} />
        </div>
      ) : null}
    </main>
  );
}

function AgentForm({ agent, rate: saved }: { agent: AgentView; rate: RateView | null }) {
  const { t } = useTranslation();
  const queues = useQueues();
  const [capacity, setCapacity] = useState(agent.capacity);
  const [languages, setLanguages] = useState(agent.languages);
  const [skills, setSkills] = useState(agent.skills);
  const [inQueues, setInQueues] = useState(agent.queues.map((queue) => queue.id));
  const [rate, setRate] = useState(saved);
  const save = useMutation({
    mutationFn: async () => {
      const params = { path: { id: agent.id } };
      await take(
        router.PUT("/agents/{id}", { params, body: { name: agent.name, languages, skills, capacity, queue_ids: inQueues } }),
      );
      if (rate !== saved) await take(router.PUT("/agents/{id}/rate", { params, body: { rate } }));
    },
    onSuccess: async () => {
      toast(t("app.saved"));
      await forget(agentKey(agent.id), keys.agents, keys.board, staffKey);
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <form
      className="card stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h2>{t("team.work")}</h2>
      <Field text={t("board.move.capacity")} hint={t("team.capacityHint", { open: agent.open_tickets })} fault={problem?.fault("capacity")}>
        <input
          type="number"
          name="capacity"
          min={0}
          max={1000}
          required
          value={capacity}
          onChange={(event) => setCapacity(event.target.valueAsNumber || 0)}
        />
      </Field>
      <RateInput rate={rate} onChange={setRate} fault={problem?.fault("rate.tickets") ?? problem?.fault("rate.minutes")} />
      <Choices
        legend={t("rules.queues")}
        all={queues.map((queue) => queue.id)}
        held={inQueues}
        text={(id) => queues.find((queue) => queue.id === id)?.name ?? id}
        onChange={setInQueues}
        fault={problem?.fault("queue_ids")}
      />
      <Field text={t("team.languages")} hint={t("team.languagesHint")} fault={problem?.fault("languages")}>
        <ListInput value={languages} onChange={setLanguages} />
      </Field>
      <Field text={t("team.skills")} hint={t("rules.listHint")} fault={problem?.fault("skills")}>
        <ListInput value={skills} onChange={setSkills} />
      </Field>
      <ProblemLine error={save.error} shown={["capacity", "queue_ids", "languages", "skills", "rate"]} />
      <footer>
        <button className="button primary" disabled={save.isPending}>
          {t("app.save")}
        </button>
      </footer>
    </form>
  );
}
