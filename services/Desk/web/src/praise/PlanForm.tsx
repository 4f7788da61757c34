import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { Field } from "../ui/Field";
import { at, useCommand } from "./commands";
import { fromInput, toInput } from "./days";
import { chosenCredit } from "./rights";
import type { PraiseDetail } from "./types";

/** When it is to be shown, and how its author is named. */
export function PlanForm({ detail }: { detail: PraiseDetail }) {
  const { t } = useTranslation();
  const { item } = detail;
  const [when, setWhen] = useState(toInput(item.planned_for));
  const [credit, setCredit] = useState(chosenCredit(detail.history));
  const plan = useCommand({ done: t("praise.planSaved") });

  function save(planned: string) {
    plan.mutate(() =>
      router.POST("/praise/{id}/plan", {
        ...at(item),
        body: { planned_for: fromInput(planned), credit_line: credit.trim() === "" ? null : credit.trim() },
      }),
    );
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    save(when);
  }

  return (
    <form className="stack" onSubmit={submit}>
      <Field text={t("praise.plannedFor")} fault={undefined}>
        <input type="datetime-local" value={when} onChange={(event) => setWhen(event.target.value)} />
      </Field>
      <Field text={t("praise.credit")} fault={undefined}>
        <input value={credit} maxLength={200} placeholder={item.credit_line} onChange={(event) => setCredit(event.target.value)} />
      </Field>
      <footer>
        {item.planned_for ? (
          <button
            type="button"
            className="button"
            disabled={plan.isPending}
            onClick={() => {
              setWhen("");
              save("");
            }}
          >
            {t("praise.unplan")}
          </button>
        ) : null}
        <button className="button" disabled={plan.isPending}>
          {t("app.save")}
        </button>
      </footer>
    </form>
  );
}
