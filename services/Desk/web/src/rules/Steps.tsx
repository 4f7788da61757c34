import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { clockKinds } from "../queue/views";
import { Choices } from "../ui/Choices";
import { Icon } from "../ui/Icon";
import { recipients, stepActions, type Step } from "./policyDraft";
import { pointOf } from "./stepPoint";
import { StepPointInput } from "./StepPointInput";

interface Props {
  steps: readonly Step[];
  fault: (field: string) => string | undefined;
  onChange: (steps: readonly Step[]) => void;
}

/** What happens before, at and after the due: who is told, and what is done. */
export function Steps({ steps, fault, onChange }: Props) {
  const { t } = useTranslation();
  const change = (key: number, part: Partial<Step>) =>
    onChange(steps.map((step) => (step.key === key ? { ...step, ...part } : step)));
  const [added, setAdded] = useState<number | null>(null);
  const add = useRef<HTMLButtonElement>(null);
  const nextKey = Math.max(-1, ...steps.map((step) => step.key)) + 1;
  const said = (at: string) => {
    const { kind, amount } = pointOf(at);
    return `${amount} ${t(`rules.point.${kind}`)}`.trim();
  };
  return (
    <section className="card stack">
      <header className="card-head">
        <h2>{t("rules.step.title")}</h2>
        <button
          type="button"
          ref={add}
          className="button small"
          onClick={() => {
            setAdded(nextKey);
            onChange([...steps, { key: nextKey, at: "due", recipients: ["assignee"], actions: ["notify"], clocks: [] }]);
          }}
        >
          <Icon name="plus" size={13} /> {t("rules.step.add")}
        </button>
      </header>
      {steps.length === 0 ? <p className="quiet">{t("rules.step.none")}</p> : null}
      <ol className="steps">
        {steps.map((step, place) => (
          <li key={step.key}>
            <StepPointInput at={step.at} isNew={step.key === added} fault={fault(`steps[${place}].at`)} onChange={(at) => change(step.key, { at })} />
            <Choices
              legend={t("rules.step.recipients")}
              all={recipients}
              held={step.recipients}
              text={(one) => t(`rules.recipient.${one}`)}
              onChange={(held) => change(step.key, { recipients: held })}
              fault={fault(`steps[${place}].recipients`)}
            />
            <Choices
              legend={t("rules.step.actions")}
              all={stepActions}
              held={step.actions}
              text={(one) => t(`rules.action.${one}`)}
              onChange={(held) => change(step.key, { actions: held })}
            />
            <Choices
              legend={t("rules.step.clocks")}
              all={clockKinds}
              held={step.clocks}
              text={(one) => t(`clock.short.${one}`)}
              onChange={(held) => change(step.key, { clocks: held })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t("rules.step.remove", { at: said(step.at) })}
              onClick={() => {
                onChange(steps.filter((each) => each.key !== step.key));
                // What had the focus is gone with its step.
                add.current?.focus();
              }}
            >
              <Icon name="trash" size={15} />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
