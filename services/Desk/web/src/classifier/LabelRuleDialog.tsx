import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { classifier, take } from "../api/client";
import type { RuleDefinition, RuleTryView, RuleView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import type { Label } from "../api/types";
import { labels } from "../queue/views";
import { forget, lookIfOvertaken } from "../rules/queries";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { Icon } from "../ui/Icon";
import { LabelChip } from "../ui/marks";
import { newId } from "../ui/newId";
import { Overtaken } from "../ui/Overtaken";
import { toast } from "../ui/toast";
import { LabelRuleWhen } from "./LabelRuleWhen";
import { tryOns, tryRule, type TryOn } from "./tryRule";

export const labelRulesKey = ["label rules"] as const;
const outcomes = [...labels, "review", "skip"] as const;

const fresh: RuleDefinition = { name: "", order: 10, stage: "before", when: {}, then: { label: "complaint" } };

/** A rule about labels, tried on what came in and on what people corrected before it is switched on. */
export function LabelRuleDialog({ rule, onClose }: { rule: RuleView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const edited = useKeptEdit(
    askOfForm("label rule", rule?.id, rule?.definition.name ?? t("learn.rule.new")),
    { id: rule?.id ?? newId(), definition: rule?.definition ?? fresh, enabled: rule?.enabled ?? false, version: rule?.version ?? null },
    String(rule?.version),
  );
  const { id, definition, enabled } = edited.draft;
  const when = definition.when ?? {};
  const change = (part: Partial<RuleDefinition>) => edited.set({ ...edited.draft, definition: { ...definition, ...part } });

  const trial = useMutation({
    mutationFn: (on: TryOn) => tryRule(definition, rule?.id ?? null, on),
  });
  const save = useMutation({
    mutationFn: () =>
      edited.sending(() =>
        take(classifier.PUT("/rules/{id}", { params: { path: { id } }, body: { definition, enabled, version: edited.base.version } })),
      ),
    onError: (error) => lookIfOvertaken(error, labelRulesKey),
    onSuccess: async () => {
      toast(t("app.saved"));
      await forget(labelRulesKey);
      edited.close(onClose);
    },
  });
  const remove = useMutation({
    mutationFn: () => edited.sending(() => take(classifier.DELETE("/rules/{id}", { params: { path: { id } } }))),
    onSuccess: async () => {
      await forget(labelRulesKey);
      edited.close(onClose);
    },
  });
  const error = save.error ?? trial.error ?? remove.error;
  const problem = error ? asProblem(error) : null;
  const fault = (field: string) => problem?.fault(field) ?? problem?.fault(`definition.${field}`);
  const outcome = definition.then?.skip ? "skip" : (definition.then?.label ?? "review");

  return (
    <Dialog title={rule ? rule.definition.name : t("learn.rule.new")} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="two">
          <Field text={t("learn.rule.name")} fault={fault("name")}>
            <input data-focus required maxLength={100} value={definition.name} onChange={(event) => change({ name: event.target.value })} />
          </Field>
          <Field text={t("learn.rule.stage")} fault={fault("stage")}>
            <select value={definition.stage} onChange={(event) => change({ stage: event.target.value === "after" ? "after" : "before" })}>
              <option value="before">{t("learn.stage.before")}</option>
              <option value="after">{t("learn.stage.after")}</option>
            </select>
          </Field>
        </div>
        <LabelRuleWhen definition={definition} fault={fault} onChange={(part) => change({ when: { ...when, ...part } })} />
        <Field text={t("learn.rule.then")} fault={fault("then")}>
          <select value={outcome} onChange={(event) => change({ then: thenOf(event.target.value) })}>
            {outcomes
              .filter((each) => each !== "skip" || definition.stage === "before")
              .map((each) => (
                <option key={each} value={each}>
                  {each === "skip" ? t("learn.rule.skip") : each === "review" ? t("learn.rule.review") : t(`label.${each}`)}
                </option>
              ))}
          </select>
        </Field>
        <label className="check">
          <input type="checkbox" checked={enabled} onChange={(event) => edited.set({ ...edited.draft, enabled: event.target.checked })} />
          {t("learn.rule.on")}
        </label>
        <Overtaken edited={edited} />
        {trial.data ? <Trial result={trial.data} /> : null}
        <FormFoot error={error} shown={["name", "stage", "when", "then", "definition"]} busy={save.isPending} onCancel={() => edited.cancel(onClose)}>
          {rule ? (
            <button type="button" className="button quiet danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
              <Icon name="trash" size={14} /> {t("learn.rule.remove")}
            </button>
          ) : null}
          {tryOns.map((on) => (
            <button
              key={on}
              type="button"
              className="button"
              disabled={trial.isPending}
              aria-busy={trial.isPending && trial.variables === on}
              onClick={() => trial.mutate(on)}
            >
              {t(`learn.rule.try.${on}`)}
            </button>
          ))}
        </FormFoot>
      </form>
    </Dialog>
  );
}

function thenOf(outcome: string): NonNullable<RuleDefinition["then"]> {
  if (outcome === "skip") return { skip: true };
  const label: Label | undefined = labels.find((each) => each === outcome);
  return label ? { label } : {};
}

/** What the rule would have done. */
function Trial({ result }: { result: RuleTryView }) {
  const { t } = useTranslation();
  return (
    <div className="trial" role="status">
      <p>
        {t("learn.rule.tried", { tried: result.tried, matched: result.matched, changed: result.changed })}
        {result.timed_out > 0 ? <span className="fault"> {t("learn.rule.slow", { count: result.timed_out })}</span> : null}
      </p>
      <ul>
        {result.changes.slice(0, 8).map((change, place) => (
          <li key={change.id ?? place}>
            <span className="clamp">{change.text}</span>
            <LabelChip label={change.now.label} /> <Icon name="chevron" size={12} /> <LabelChip label={change.then.label} />
          </li>
        ))}
      </ul>
    </div>
  );
}
