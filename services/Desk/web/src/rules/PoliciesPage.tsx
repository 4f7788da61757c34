import { useMutation } from "@tanstack/react-query";
import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { PolicyView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import { Link } from "../app/Link";
import { queryClient } from "../app/queries";
import { clockKinds } from "../queue/views";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { newId } from "../ui/newId";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { useMatchText } from "./matchText";
import { workingTime } from "./minutes";
import { moved } from "./order";
import { forget, ruleKeys, useCalendars, usePolicies } from "./queries";
import { Recalculations } from "./Recalculations";
import { RulesBar } from "./RulesBar";

/** The promises in the order in which they are tried: the first that matches a ticket is its. */
export function PoliciesPage() {
  const { t } = useTranslation();
  const query = usePolicies();
  const policies = query.data ?? [];
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const order = useMutation({
    mutationFn: (next: readonly PolicyView[]) =>
      take(
        router.PUT("/policies/order", {
          params: { header: { "If-Match": `"${next.reduce((sum, policy) => sum + policy.version, 0)}"` } },
          body: { ids: next.map((policy) => policy.id) },
        }),
      ),
    onMutate: (next) => {
      queryClient.setQueryData(ruleKeys.policies, next);
    },
    onSuccess: () => toast(t("rules.policy.ordered")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => forget(ruleKeys.policies),
  });

  function move(from: number, to: number) {
    const next = moved(policies, from, to);
    if (next !== policies) order.mutate(next);
  }

  return (
    <main className="admin">
      <RulesBar>
        <Link className="button primary bar-end" to={`/rules/policies/${newId()}`}>
          <Icon name="plus" size={14} /> {t("rules.policy.new")}
        </Link>
      </RulesBar>
      <p className="quiet padded">{t("rules.policy.lead")}</p>
      <div className="padded-x">
        <ProblemLine error={query.error} />
        {query.isPending ? <p className="quiet">{t("app.loading")}</p> : null}
        <ol className="policy-list">
          {policies.map((policy, place) => (
            <li
              key={policy.id}
              draggable
              className={dragged === place ? "dragged" : over === place && dragged !== null ? (dragged > place ? "above" : "below") : ""}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                setDragged(place);
              }}
              onDragOver={(event) => {
                event.preventDefault();
                setOver(place);
              }}
              onDragEnd={() => {
                setDragged(null);
                setOver(null);
              }}
              onDrop={(event) => {
                event.preventDefault();
                if (dragged !== null) move(dragged, place);
              }}
            >
              <Row policy={policy} place={place} last={policies.length - 1} onMove={move} />
            </li>
          ))}
        </ol>
        <Recalculations />
      </div>
    </main>
  );
}

interface RowProps {
  policy: PolicyView;
  place: number;
  last: number;
  onMove: (from: number, to: number) => void;
}

function Row({ policy, place, last, onMove }: RowProps) {
  const { t } = useTranslation();
  const words = { hours: t("clock.hours"), minutes: t("clock.minutes") };
  const matchText = useMatchText();
  const calendar = useCalendars().data?.find((each) => each.id === policy.definition.calendar_id);
  const { definition } = policy;
  const later = Date.parse(policy.effective_from) > Date.now();

  function onKey(event: KeyboardEvent) {
    if (!event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    onMove(place, place + (event.key === "ArrowUp" ? -1 : 1));
  }

  return (
    <>
      <span className="policy-grip" aria-hidden="true">
        <Icon name="grip" />
        {place + 1}
      </span>
      <div className="policy-what">
        <Link to={`/rules/policies/${policy.id}`} className="link" onKeyDown={onKey} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown">
          {definition.name}
        </Link>
        <span className="quiet">
          {matchText(definition.match)}
          {calendar ? ` · ${calendar.definition.name}` : ""}
        </span>
        {later ? (
          <span className="tag waiting">
            {t("rules.policy.from")} <Moment at={policy.effective_from} />
          </span>
        ) : null}
      </div>
      <dl className="policy-targets">
        {clockKinds.map((kind) => {
          const minutes = definition.target_minutes?.[kind];
          return minutes === undefined ? null : (
            <div key={kind}>
              <dt>{t(`clock.short.${kind}`)}</dt>
              <dd>{workingTime(minutes, words)}</dd>
            </div>
          );
        })}
      </dl>
      <span className="quiet">{t("rules.policy.steps", { count: definition.steps?.length ?? 0 })}</span>
      <span className="policy-move">
        <button
          className="icon-button"
          disabled={place === 0}
          onClick={() => onMove(place, place - 1)}
          aria-label={t("rules.policy.up", { name: definition.name })}
        >
          <Icon name="up" size={14} />
        </button>
        <button
          className="icon-button"
          disabled={place === last}
          onClick={() => onMove(place, place + 1)}
          aria-label={t("rules.policy.down", { name: definition.name })}
        >
          <Icon name="down" size={14} />
        </button>
      </span>
    </>
  );
}
