import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { DutyView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import { queryClient } from "../app/queries";
import { useAgents, useQueues } from "../queue/team";
import { Choices } from "../ui/Choices";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { forget, ruleKeys } from "./queries";
import { RulesBar } from "./RulesBar";

const duties = ["ops", "on_call"] as const;

/** Who is told when a policy's step says ops or on call: for all queues, and for single ones besides. */
export function DutiesPage() {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ruleKeys.duties, queryFn: () => take(router.GET("/duties")), staleTime: 0 });
  const queues = useQueues();
  return (
    <main className="admin">
      <RulesBar />
      <p className="quiet padded">{t("rules.duty.lead")}</p>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      {query.data ? (
        <div className="duty-grid">
          {duties.map((duty) => (
            <section key={duty} className="card stack">
              <h2>{t(`rules.recipient.${duty}`)}</h2>
              {[{ id: null, name: t("rules.duty.all") }, ...queues].map((queue) => (
                <Duty key={queue.id ?? "all"} duty={duty} queueId={queue.id} name={queue.name} all={query.data} />
              ))}
            </section>
          ))}
        </div>
      ) : null}
    </main>
  );
}

interface DutyProps {
  duty: (typeof duties)[number];
  queueId: string | null;
  name: string;
  all: readonly DutyView[];
}

function Duty({ duty, queueId, name, all }: DutyProps) {
  const { t } = useTranslation();
  const agents = useAgents();
  const list = listOf(all, duty, queueId);
  // What was ticked shows at once, until the list that is kept has it.
  const [chosen, setChosen] = useState<readonly string[] | null>(null);
  const put = useMutation({
    // One after the other: the second of two quick ticks goes by the version that the first one made.
    scope: { id: `${duty} ${queueId ?? "all"}` },
    mutationFn: async (ids: string[]) => {
      const kept = await take(
        router.PUT("/duties/{duty}", {
          params: { path: { duty }, header: { "If-Match": `"${listOf(known(), duty, queueId)?.version ?? 0}"` } },
          body: { agent_ids: ids, queue_id: queueId },
        }),
      );
      queryClient.setQueryData(ruleKeys.duties, [...known().filter((each) => !isOf(each, duty, queueId)), kept]);
    },
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: async (_, __, ids) => {
      await forget(ruleKeys.duties);
      setChosen((now) => (now === ids ? null : now));
    },
  });
  return (
    <Choices
      legend={name}
      all={agents.map((agent) => agent.id)}
      held={chosen ?? list?.agent_ids ?? []}
      text={(id) => agents.find((agent) => agent.id === id)?.name ?? id}
      onChange={(ids) => {
        setChosen(ids);
        put.mutate(ids);
      }}
    />
  );
}

function known(): readonly DutyView[] {
  return queryClient.getQueryData<readonly DutyView[]>(ruleKeys.duties) ?? [];
}

function listOf(all: readonly DutyView[], duty: string, queueId: string | null): DutyView | undefined {
  return all.find((each) => isOf(each, duty, queueId));
}

function isOf(list: DutyView, duty: string, queueId: string | null): boolean {
  return list.duty === duty && list.queue_id === queueId;
}
