import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { classifier, take } from "../api/client";
import type { RuleView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import { forget } from "../rules/queries";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { LabelChip } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { Table } from "../ui/Table";
import { toast } from "../ui/toast";
import { ClassifierBar } from "./ClassifierBar";
import { LabelRuleDialog, labelRulesKey } from "./LabelRuleDialog";
import { useConditionsText } from "./conditionsText";

/** What people decided about labels once and for all, before the model is asked or after it has answered. */
export function LabelRulesPage() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<string | null>(null);
  const query = useQuery({ queryKey: labelRulesKey, queryFn: () => take(classifier.GET("/rules")), staleTime: 0 });
  const rules = [...(query.data ?? [])].sort(
    (one, other) => Number(one.definition.stage === "after") - Number(other.definition.stage === "after") || (one.definition.order ?? 0) - (other.definition.order ?? 0),
  );
  return (
    <main className="admin">
      <ClassifierBar>
        <button className="button primary bar-end" onClick={() => setEdited("new")}>
          <Icon name="plus" size={14} /> {t("learn.rule.new")}
        </button>
      </ClassifierBar>
      <p className="quiet padded">{t("learn.rule.lead")}</p>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      {query.data && rules.length === 0 ? (
        <div className="empty">
          <Icon name="rules" size={36} />
          <p>{t("learn.rule.none")}</p>
        </div>
      ) : (
        <div className="table-frame">
          <Table
            columns={[
              t("learn.rule.name"),
              t("learn.rule.stage"),
              t("learn.rule.when"),
              t("learn.rule.then"),
              t("learn.rule.by"),
              t("learn.rule.on"),
            ]}
          >
            {rules.map((rule) => (
              <Row key={rule.id} rule={rule} onEdit={() => setEdited(rule.id)} />
            ))}
          </Table>
          {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
        </div>
      )}
      {edited ? <LabelRuleDialog rule={rules.find((rule) => rule.id === edited) ?? null} onClose={() => setEdited(null)} /> : null}
    </main>
  );
}

function Row({ rule, onEdit }: { rule: RuleView; onEdit: () => void }) {
  const { t } = useTranslation();
  const conditions = useConditionsText();
  const { definition } = rule;
  const turn = useMutation({
    mutationFn: (enabled: boolean) =>
      take(classifier.PUT("/rules/{id}", { params: { path: { id: rule.id } }, body: { definition, enabled, version: rule.version } })),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => forget(labelRulesKey),
  });
  return (
    <tr className={rule.enabled ? "" : "off"}>
      <th scope="row">
        <button className="link" onClick={onEdit}>
          {definition.name}
        </button>
      </th>
      <td>{t(`learn.stage.${definition.stage}`)}</td>
      <td>{conditions(definition.when)}</td>
      <td>
        {definition.then?.skip ? (
          t("learn.rule.skip")
        ) : definition.then?.label ? (
          <LabelChip label={definition.then.label} />
        ) : (
          t("learn.rule.review")
        )}
      </td>
      <td>
        <bdi>{rule.by}</bdi> <span className="quiet"><Moment at={rule.at} /></span>
      </td>
      <td>
        <input
          type="checkbox"
          aria-label={t("learn.rule.turn", { name: definition.name })}
          checked={turn.isPending ? turn.variables : rule.enabled}
          disabled={turn.isPending}
          onChange={(event) => turn.mutate(event.target.checked)}
        />
      </td>
    </tr>
  );
}
