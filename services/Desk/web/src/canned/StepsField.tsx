import { useTranslation } from "react-i18next";
import type { ApiProblem } from "../api/problem";
import type { CannedAction } from "../api/types";
import { useQueues } from "../queue/team";
import { priorities } from "../queue/views";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { useDescription } from "./useDescription";

const steps = ["priority", "note", "wait_customer", "wait_third_party", "hand_over", "resolve"] as const;
type Step = (typeof steps)[number];

const fresh: Readonly<Record<Step, CannedAction>> = {
  priority: { do: "priority", value: "high" },
  note: { do: "note", value: "" },
  wait_customer: { do: "wait_customer", reason: "" },
  wait_third_party: { do: "wait_third_party", reason: "" },
  hand_over: { do: "hand_over", queue_id: null, reason: "", promised: "" },
  resolve: { do: "resolve" },
};

interface Props {
  actions: readonly CannedAction[];
  onChange: (actions: readonly CannedAction[]) => void;
  problem: ApiProblem | null;
}

/** What a macro does after its text was sent, in order. */
export function StepsField({ actions, onChange, problem }: Props) {
  const { t } = useTranslation();
  const describe = useDescription();
  const names: Readonly<Record<Step, string>> = {
    priority: t("canned.priority"),
    note: t("canned.noteText"),
    wait_customer: t("work.step.waitCustomer"),
    wait_third_party: t("work.step.waitThird"),
    hand_over: t("canned.handOver"),
    resolve: t("work.step.resolve"),
  };
  const change = (place: number, part: Partial<CannedAction>) =>
    onChange(actions.map((action, each) => (each === place ? { ...action, ...part } : action)));
  return (
    <fieldset className="canned-steps">
      <legend>{t("canned.then")}</legend>
      {actions.length === 0 ? <p className="quiet">{t("canned.thenNone")}</p> : null}
      {actions.map((action, place) => (
        <div key={place} className="canned-step">
          <strong>{names[action.do as Step]}</strong>
          <StepFields action={action} onChange={(part) => change(place, part)} />
          <button
            type="button"
            className="icon-button"
            aria-label={t("canned.removeStep", { what: describe(action) })}
            onClick={() => onChange(actions.filter((_, each) => each !== place))}
          >
            <Icon name="x" size={14} />
          </button>
          {problem?.fault(`actions[${place}]`) ? (
            <p className="fault" role="alert">
              {problem.fault(`actions[${place}]`)}
            </p>
          ) : null}
        </div>
      ))}
      {problem?.fault("actions") ? (
        <p className="fault" role="alert">
          {problem.fault("actions")}
        </p>
      ) : null}
      <select
        aria-label={t("canned.addStep")}
        value=""
        onChange={(event) => {
          const step = steps.find((each) => each === event.target.value);
          if (step) onChange([...actions, fresh[step]]);
        }}
      >
        <option value="">{t("canned.addStep")}</option>
        {steps.map((step) => (
          <option key={step} value={step}>
            {names[step]}
          </option>
        ))}
      </select>
    </fieldset>
  );
}

function StepFields({ action, onChange }: { action: CannedAction; onChange: (part: Partial<CannedAction>) => void }) {
  const { t } = useTranslation();
  const queues = useQueues();
  switch (action.do) {
    case "priority":
      return (
        <select
          aria-label={t("action.priority")}
          value={action.value ?? ""}
          onChange={(event) => onChange({ value: event.target.value })}
        >
          {priorities.map((priority) => (
            <option key={priority} value={priority}>
              {t(`priority.${priority}`)}
            </option>
          ))}
        </select>
      );
    case "note":
      return (
        <input
          aria-label={t("canned.noteText")}
          required
          maxLength={4_000}
          value={action.value ?? ""}
          onChange={(event) => onChange({ value: event.target.value })}
        />
      );
    case "wait_customer":
    case "wait_third_party":
      return <Reason action={action} onChange={onChange} />;
    case "hand_over":
      return (
        <>
          <Field text={t("canned.scopes.queue")} fault={undefined}>
            <select
              required
              value={action.queue_id ?? ""}
              onChange={(event) => onChange({ queue_id: event.target.value === "" ? null : event.target.value })}
            >
              <option value="">–</option>
              {queues.map((queue) => (
                <option key={queue.id} value={queue.id}>
                  {queue.name}
                </option>
              ))}
            </select>
          </Field>
          <Reason action={action} onChange={onChange} />
          <Field text={t("canned.promised")} fault={undefined}>
            <input
              required
              maxLength={500}
              value={action.promised ?? ""}
              onChange={(event) => onChange({ promised: event.target.value })}
            />
          </Field>
        </>
      );
    default:
      return null;
  }
}

function Reason({ action, onChange }: { action: CannedAction; onChange: (part: Partial<CannedAction>) => void }) {
  const { t } = useTranslation();
  return (
    <Field text={t("canned.reason")} fault={undefined}>
      <input required maxLength={500} value={action.reason ?? ""} onChange={(event) => onChange({ reason: event.target.value })} />
    </Field>
  );
}
