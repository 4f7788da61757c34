import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { DutyView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
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
  const all = query.data ?? [];
  return (
    <main className="admin">
      <RulesBar />
      <p className="quiet padded">{t("rules.duty.lead")}</p>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      <div className="duty-grid">
        {duties.map((duty) => (
          <section key={duty} className="card stack">
            <h2>{t(`rules.recipient.${duty}`)}</h2>
            {[{ id: null, name: t("rules.duty.all") }, ...queues].map((queue) => (
              <Duty key={queue.id ?? "all"} duty={duty} queueId={queue.id} name={queue.name} all={all} />
            ))}
          </section>
        ))}
      </div>
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
  const list = all.find((each) => each.duty === duty && each.queue_id === queueId);
  const put = useMutation({
    mutationFn: (ids: string[]) =>
      take(
        router.PUT("/duties/{duty}", {
          params: { path: { duty }, header: { "If-Match": `"${list?.version ?? 0}"` } },
          body: { agent_ids: ids, queue_id: queueId },
        }),
      ),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => forget(ruleKeys.duties),
  });
  return (
    <Choices
      legend={name}
      all={agents.map((agent) => agent.id)}
      held={put.isPending ? put.variables : (list?.agent_ids ?? [])}
      text={(id) => agents.find((agent) => agent.id === id)?.name ?? id}
      onChange={(ids) => put.mutate(ids)}
    />
  );
}
