import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Field } from "../ui/Field";
import { Overtaken } from "../ui/Overtaken";
import { askOfPraise, at, useCommand } from "./commands";
import { fromInput, toInput } from "./days";
import { chosenCredit } from "./rights";
import type { PraiseDetail } from "./types";

/** When it is to be shown, and how its author is named. */
export function PlanForm({ detail }: { detail: PraiseDetail }) {
  const { t } = useTranslation();
  const { item } = detail;
  const saved = { when: toInput(item.planned_for), credit: chosenCredit(detail.history) };
  const edited = useKeptEdit(askOfPraise("plan", item), saved, `${saved.when} ${saved.credit}`);
  const { when, credit } = edited.draft;
  const plan = useCommand({ done: t("praise.planSaved"), keeping: edited, after: edited.done });

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
        <input type="datetime-local" value={when} onChange={(event) => edited.set({ when: event.target.value, credit })} />
      </Field>
      <Field text={t("praise.credit")} fault={undefined}>
        <input value={credit} maxLength={200} placeholder={item.credit_line} onChange={(event) => edited.set({ when, credit: event.target.value })} />
      </Field>
      <Overtaken edited={edited} />
      <footer>
        {item.planned_for ? (
          <button
            type="button"
            className="button"
            disabled={plan.isPending}
            onClick={() => {
              edited.set({ when: "", credit });
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
