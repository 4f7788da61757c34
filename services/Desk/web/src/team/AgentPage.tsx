import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { RateView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import type { AgentView } from "../api/types";
import { Link } from "../app/Link";
import { keys } from "../app/queries";
import { agentQuery, useQueues } from "../queue/team";
import { forget, lookIfOvertaken } from "../rules/queries";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Choices } from "../ui/Choices";
import { Field } from "../ui/Field";
import { LanguageChoices } from "../ui/LanguageChoices";
import { ListInput } from "../ui/ListInput";
import { Overtaken } from "../ui/Overtaken";
import { ProblemLine } from "../ui/ProblemLine";
import { RateInput } from "../ui/RateInput";
import { toast } from "../ui/toast";
import { ShiftEditor } from "./ShiftEditor";
import { staffKey, useStaff } from "./useTeam";

/** One person's place in the team: what they can do, how much at once, and when. */
export function AgentPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery({ ...agentQuery(id), staleTime: 0 });
  const agent = query.data;
  const staff = useStaff();
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
      {agent && staff ? (
        <div className="editor agent-editor">
          <AgentForm key={agent.id} agent={agent} rate={staff.get(id)?.rate ?? null} />
          <ShiftEditor key={id} id={id} name={agent.name} />
        </div>
      ) : null}
    </main>
  );
}

function AgentForm({ agent, rate: saved }: { agent: AgentView; rate: RateView | null }) {
  const { t } = useTranslation();
  const queues = useQueues();
  const { capacity: most, languages: spoken, skills: can, queues: member, version } = agent;
  const edited = useKeptEdit(
    askOfForm("agent", agent.id, agent.name),
    { capacity: most, languages: spoken, skills: can, inQueues: member.map((queue) => queue.id), rate: saved, version },
    `${version} ${saved?.tickets} ${saved?.minutes}`,
  );
  const { capacity, languages, skills, inQueues, rate } = edited.draft;
  const change = (part: Partial<typeof edited.draft>) => edited.set({ ...edited.draft, ...part });
  const save = useMutation({
    mutationFn: () => edited.sending(async () => {
      const path = { id: agent.id };
      const { version: written } = await take(
        router.PUT("/agents/{id}", {
          params: { path, header: { "If-Match": `"${edited.base.version}"` } },
          body: { name: agent.name, languages, skills, capacity, queue_ids: inQueues },
        }),
      );
      const header = { "If-Match": `"${written}"` };
      if (JSON.stringify(rate) !== JSON.stringify(edited.base.rate)) await take(router.PUT("/agents/{id}/rate", { params: { path, header }, body: { rate } }));
    }),
    onError: (error) => lookIfOvertaken(error, agentQuery(agent.id).queryKey),
    onSuccess: async () => {
      toast(t("app.saved"));
      edited.done();
      await forget(agentQuery(agent.id).queryKey, keys.agents, keys.board, staffKey);
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
          onChange={(event) => change({ capacity: event.target.valueAsNumber || 0 })}
        />
      </Field>
      <RateInput rate={rate} onChange={(next) => change({ rate: next })} fault={problem?.fault("rate.tickets") ?? problem?.fault("rate.minutes")} />
      <Choices
        legend={t("rules.queues")}
        all={queues.map((queue) => queue.id)}
        held={inQueues}
        text={(id) => queues.find((queue) => queue.id === id)?.name ?? id}
        onChange={(held) => change({ inQueues: [...held] })}
        fault={problem?.fault("queue_ids")}
      />
      <LanguageChoices held={languages} onChange={(next) => change({ languages: next })} fault={problem?.fault("languages")} />
      <Field text={t("team.skills")} hint={t("rules.listHint")} fault={problem?.fault("skills")}>
        <ListInput value={skills} onChange={(next) => change({ skills: [...next] })} />
      </Field>
      <Overtaken edited={edited} />
      <ProblemLine error={save.error} shown={["capacity", "queue_ids", "languages", "skills", "rate"]} />
      <footer>
        <button className="button primary" disabled={save.isPending}>
          {t("app.save")}
        </button>
      </footer>
    </form>
  );
}
