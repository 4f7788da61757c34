import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { PolicyView } from "../api/leadTypes";
import { navigate } from "../app/address";
import { useQueues } from "../queue/team";
import { labels, priorities, tiers } from "../queue/views";
import { Moment } from "../ui/Age";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Choices } from "../ui/Choices";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { ListInput } from "../ui/ListInput";
import { Overtaken } from "../ui/Overtaken";
import { PlatformChoices } from "../ui/PlatformChoices";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { orderOfNew } from "./order";
import { definitionOf, draftOf, type Match } from "./policyDraft";
import { forget, lookIfOvertaken, ruleKeys, useCalendars, usePolicies, versionsQuery } from "./queries";
import { RecalculationOffer, startRecalculation } from "./RecalculationOffer";
import { RulesBar } from "./RulesBar";
import { Steps } from "./Steps";
import { Targets } from "./Targets";

/** One policy: whom it is for, what it promises, and what happens on the way. */
export function PolicyPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const policies = usePolicies();
  const calendars = useCalendars();
  const policy = policies.data?.find((each) => each.id === id) ?? null;
  return (
    <main className="admin">
      <RulesBar />
      {policies.data && calendars.data ? (
        <Editor
          id={id}
          policy={policy}
          order={orderOfNew(policies.data.map((each) => each.definition))}
          calendars={calendars.data.map((calendar) => ({ id: calendar.id, name: calendar.definition.name }))}
        />
      ) : (
        <div className="padded">
          <ProblemLine error={policies.error ?? calendars.error} />
          {policies.isPending ? <p className="quiet">{t("app.loading")}</p> : null}
        </div>
      )}
    </main>
  );
}

interface EditorProps {
  id: string;
  policy: PolicyView | null;
  order: number;
  calendars: readonly { id: string; name: string }[];
}

const shownFields = ["name", "calendar_id", "definition.calendar_id", "policy.calendar_id", "definition.match", "target_minutes", "reopen_minutes", "steps"];

function Editor({ id, policy, order, calendars }: EditorProps) {
  const { t } = useTranslation();
  const queues = useQueues();
  const version = policy?.version ?? 0;
  const edited = useKeptEdit(
    askOfForm("policy", policy?.id, policy?.definition.name ?? t("rules.policy.new")),
    { ...draftOf(policy?.definition ?? null, calendars[0]?.id ?? "", order), version },
    String(version),
  );
  const draft = edited.draft;
  const effective = () => (draft.from === "" ? null : new Date(draft.from).toISOString());
  const change = (part: Partial<typeof draft>) => {
    edited.set({ ...draft, ...part });
    // What was counted was another policy.
    preview.reset();
  };
  const match = (part: Partial<Match>) => change({ match: { ...draft.match, ...part } });

  const preview = useMutation({
    mutationFn: () => take(router.POST("/recalculations/preview", { body: { policy_id: id, policy: definitionOf(draft), effective_from: effective() } })),
  });
  const save = useMutation({
    mutationFn: (recalculate: boolean) => edited.sending(async () => {
      await take(
        router.PUT("/policies/{id}", {
          params: { path: { id }, header: { "If-Match": `"${edited.base.version}"` } },
          body: { definition: definitionOf(draft), effective_from: effective() },
        }),
      );
      if (recalculate) await startRecalculation({ policy_id: id });
    }),
    onError: (error) => lookIfOvertaken(error, ruleKeys.policies),
    onSuccess: async () => {
      toast(t("app.saved"));
      edited.done();
      await forget(ruleKeys.policies, ruleKeys.recalculations);
      navigate("/rules/policies");
    },
  });
  const retire = useMutation({
    mutationFn: () => take(router.DELETE("/policies/{id}", { params: { path: { id } } })),
    onSuccess: async () => {
      toast(t("rules.policy.retired"));
      await forget(ruleKeys.policies);
      navigate("/rules/policies");
    },
    onError: (error) => toast(asProblem(error).message, "bad"),
  });
  const error = save.error ?? preview.error;
  const problem = error ? asProblem(error) : null;
  const fault = (field: string) => problem?.fault(`definition.${field}`) ?? problem?.fault(`policy.${field}`);

  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(false);
      }}
    >
      <section className="card stack">
        <h2>{policy ? policy.definition.name : t("rules.policy.new")}</h2>
        <div className="two">
          <Field text={t("rules.policy.name")} fault={fault("name")}>
            <input required maxLength={100} value={draft.name} onChange={(event) => change({ name: event.target.value })} />
          </Field>
          <Field text={t("rules.policy.calendar")} fault={fault("calendar_id")}>
            <select value={draft.calendarId} onChange={(event) => change({ calendarId: event.target.value })}>
              {calendars.map((calendar) => (
                <option key={calendar.id} value={calendar.id}>
                  {calendar.name}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <Targets
          targets={draft.targets}
          reopen={draft.reopen}
          fault={fault}
          onChange={(targets) => change({ targets })}
          onReopen={(reopen) => change({ reopen })}
        />
      </section>
      <section className="card stack">
        <h2>{t("rules.policy.match")}</h2>
        <p className="quiet">{t("rules.policy.matchHint")}</p>
        <Choices legend={t("rules.policy.labels")} all={labels} held={draft.match.labels} text={(one) => t(`label.${one}`)} onChange={(held) => match({ labels: held })} />
        <Choices legend={t("rules.policy.priorities")} all={priorities} held={draft.match.priorities} text={(one) => t(`priority.${one}`)} onChange={(held) => match({ priorities: held })} />
        <Choices legend={t("rules.policy.tiers")} all={tiers} held={draft.match.tiers} text={(one) => t(`tier.${one}`)} onChange={(held) => match({ tiers: held })} />
        {queues.length > 0 ? (
          <Choices
            legend={t("rules.queues")}
            all={queues.map((queue) => queue.id)}
            held={draft.match.queues}
            text={(one) => queues.find((queue) => queue.id === one)?.name ?? one}
            onChange={(held) => match({ queues: held })}
          />
        ) : null}
        <PlatformChoices held={draft.match.channels} onChange={(held) => match({ channels: held })} />
        <div className="two">
          <Field text={t("rules.accounts")} hint={t("rules.listHint")} fault={undefined}>
            <ListInput value={draft.match.accounts} onChange={(held) => match({ accounts: held })} />
          </Field>
        </div>
        {fault("match") ? <p className="fault">{fault("match")}</p> : null}
      </section>
      <Steps steps={draft.steps} fault={fault} onChange={(steps) => change({ steps })} />
      <section className="card stack">
        <div className="two">
          <Field text={t("rules.policy.effective")} hint={t("rules.policy.effectiveHint")} fault={problem?.fault("effective_from")}>
            <input type="datetime-local" value={draft.from} onChange={(event) => change({ from: event.target.value })} />
          </Field>
          {policy ? <Versions id={id} /> : null}
        </div>
        <RecalculationOffer
          preview={preview.data ?? null}
          isPending={preview.isPending}
          onPreview={() => preview.mutate()}
          onApply={() => save.mutate(true)}
        />
        <Overtaken edited={edited} />
        <ProblemLine error={error} shown={shownFields} />
        <footer>
          {policy ? (
            <button
              type="button"
              className="button quiet danger"
              disabled={retire.isPending}
              onClick={() => {
                if (confirm(t("rules.policy.retireSure", { name: policy.definition.name }))) retire.mutate();
              }}
            >
              <Icon name="trash" size={14} /> {t("rules.policy.retire")}
            </button>
          ) : null}
          <button type="button" className="button" onClick={() => edited.cancel(() => navigate("/rules/policies"))}>
            {t("app.cancel")}
          </button>
          <button className="button primary" disabled={save.isPending}>
            {t("app.save")}
          </button>
        </footer>
      </section>
    </form>
  );
}

/** What it promised before, newest first. */
function Versions({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(versionsQuery(id));
  return (
    <div className="versions">
      <h3>{t("rules.policy.versions")}</h3>
      <ol>
        {query.data?.items.map((version) => (
          <li key={version.version}>
            <strong>{version.version}</strong> <Moment at={version.effective_from} />{" "}
            <span className="quiet">{version.definition.name}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
