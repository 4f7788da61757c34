import { useEffect, useId, useRef } from "react";
import { useTranslation } from "react-i18next";
import { atOf, mostOf, pointAs, pointKinds, pointOf, type PointKind } from "./stepPoint";

interface Props {
  at: string;
  onChange: (at: string) => void;
  fault: string | undefined;
  /** It was just added: the hand is led there. */
  isNew: boolean;
}

/** When a step is taken: an amount, and what it is an amount of. */
export function StepPointInput({ at, onChange, fault, isNew }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const select = useRef<HTMLSelectElement>(null);
  useEffect(() => {
    if (isNew) select.current?.focus();
  }, [isNew]);
  const point = pointOf(at);
  const told = fault ? `${id}-fault` : undefined;
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span id={id}>{t("rules.step.at")}</span>
      {point.kind === "due" ? null : (
        <input
          type="number"
          required
          min={1}
          max={mostOf[point.kind]}
          step={1}
          value={point.amount}
          aria-label={t("rules.step.amount")}
          aria-describedby={told}
          aria-invalid={fault !== undefined}
          onChange={(event) => onChange(atOf({ ...point, amount: event.target.value }))}
        />
      )}
      <select
        value={point.kind}
        ref={select}
        aria-label={t("rules.step.of")}
        aria-describedby={told}
        aria-invalid={fault !== undefined}
        onChange={(event) => onChange(atOf(pointAs(point, event.target.value as PointKind)))}
      >
        {pointKinds.map((kind) => (
          <option key={kind} value={kind}>
            {t(`rules.point.${kind}`)}
          </option>
        ))}
      </select>
      {fault ? (
        <span className="fault" id={told} role="alert">
          {fault}
        </span>
      ) : null}
    </div>
  );
}
