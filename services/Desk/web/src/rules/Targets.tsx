import { useTranslation } from "react-i18next";
import type { ClockKind } from "../api/types";
import { clockKinds } from "../queue/views";
import { clockIcon } from "../ui/ClockChip";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { workingTime } from "./minutes";
import type { PolicyDraft } from "./policyDraft";

interface Props {
  targets: PolicyDraft["targets"];
  reopen: string;
  fault: (field: string) => string | undefined;
  onChange: (targets: PolicyDraft["targets"]) => void;
  onReopen: (minutes: string) => void;
}

/** What is promised, in working minutes; a clock that is left empty does not run. */
export function Targets({ targets, reopen, fault, onChange, onReopen }: Props) {
  const { t } = useTranslation();
  const words = { hours: t("clock.hours"), minutes: t("clock.minutes") };
  const hint = (text: string) => (/^\d+$/.test(text.trim()) ? `= ${workingTime(Number(text), words)}` : t("rules.policy.noPromise"));
  return (
    <fieldset className="targets">
      <legend>{t("rules.policy.targets")}</legend>
      {clockKinds.map((kind: ClockKind) => (
        <Field key={kind} text={t(`clock.kind.${kind}`)} hint={hint(targets[kind])} fault={fault(`target_minutes.${kind}`)}>
          <span className="with-icon">
            <Icon name={clockIcon(kind)} size={14} />
            <input
              inputMode="numeric"
              name={`target.${kind}`}
              value={targets[kind]}
              onChange={(event) => onChange({ ...targets, [kind]: event.target.value })}
            />
          </span>
        </Field>
      ))}
      <Field text={t("rules.policy.reopen")} hint={hint(reopen)} fault={fault("reopen_minutes")}>
        <span className="with-icon">
          <Icon name="reopen" size={14} />
          <input inputMode="numeric" value={reopen} onChange={(event) => onReopen(event.target.value)} />
        </span>
      </Field>
      {fault("target_minutes") ? (
        <p className="fault" role="alert">
          {fault("target_minutes")}
        </p>
      ) : null}
    </fieldset>
  );
}
