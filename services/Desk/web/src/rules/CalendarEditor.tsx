import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { CalendarDefinition, CalendarView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import { navigate } from "../app/address";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Overtaken } from "../ui/Overtaken";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { WeekEditor } from "../ui/WeekEditor";
import { CalendarImport } from "./CalendarImport";
import { CalendarPreviewLine } from "./CalendarPreviewLine";
import { DayPanel } from "./DayPanel";
import { forget, lookIfOvertaken, ruleKeys } from "./queries";
import { RecalculationOffer, startRecalculation } from "./RecalculationOffer";
import { clicked } from "./year";
import { YearView } from "./YearView";

const zones = Intl.supportedValuesOf("timeZone");

/** One calendar: its week, its year, and what a change would do to tickets in work. */
export function CalendarEditor({ calendar }: { calendar: CalendarView }) {
  const { t } = useTranslation();
  const isSaved = calendar.version > 0;
  const edited = useKeptEdit(askOfForm("calendar", isSaved ? calendar.id : undefined, calendar.definition.name), calendar, String(calendar.version));
  const draft = edited.draft.definition;
  const setDraft = (definition: CalendarDefinition) => {
    edited.set({ ...edited.draft, definition });
    // What was counted was another calendar.
    preview.reset();
  };
  const [selected, setSelected] = useState<string | null>(null);
  const isChanged = edited.isChanged || !isSaved;

  const preview = useMutation({
    mutationFn: () => take(router.POST("/recalculations/preview", { body: { calendar_id: calendar.id, calendar: draft } })),
  });
  const save = useMutation({
    mutationFn: (recalculate: boolean) => edited.sending(async () => {
      await take(
        router.PUT("/calendars/{id}", {
          params: { path: { id: calendar.id }, header: { "If-Match": `"${edited.base.version}"` } },
          body: draft,
        }),
      );
      if (recalculate) await startRecalculation({ calendar_id: calendar.id });
    }),
    onError: (error) => lookIfOvertaken(error, ruleKeys.calendars),
    onSuccess: async () => {
      toast(t("app.saved"));
      edited.done();
      await forget(ruleKeys.calendars, ruleKeys.recalculations);
      navigate(`/rules/calendars/${calendar.id}`, { replace: true });
    },
  });
  const remove = useMutation({
    mutationFn: () => take(router.DELETE("/calendars/{id}", { params: { path: { id: calendar.id } } })),
    onSuccess: async () => {
      navigate("/rules/calendars");
      await forget(ruleKeys.calendars);
    },
    onError: (error) => toast(asProblem(error).message, "bad"),
  });
  const error = save.error ?? preview.error;
  const problem = error ? asProblem(error) : null;
  const selectedPlace = (draft.days ?? []).findIndex((day) => day.date === selected);

  return (
    <form
      className="editor calendar-editor"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(false);
      }}
    >
      <section className="card stack">
        <div className="two">
          <Field text={t("rules.calendar.name")} fault={problem?.fault("name")}>
            <input required maxLength={100} value={draft.name} onChange={(event) => setDraft({ ...draft, name: event.target.value })} />
          </Field>
          <Field text={t("rules.calendar.zone")} fault={problem?.fault("zone")}>
            <input required list="zones" value={draft.zone} onChange={(event) => setDraft({ ...draft, zone: event.target.value })} />
          </Field>
          <datalist id="zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
        <WeekEditor week={draft.week ?? {}} onChange={(week) => setDraft({ ...draft, week })} fault={(field) => problem?.fault(field)} />
        <CalendarPreviewLine definition={draft} />
      </section>
      <div className="calendar-side">
        {selected ? (
          <DayPanel
            definition={draft}
            date={selected}
            fault={problem?.fault(`days[${selectedPlace}]`) ?? problem?.fault(`days[${selectedPlace}].open`)}
            onChange={(days) => setDraft({ ...draft, days })}
          />
        ) : null}
        {isSaved ? <CalendarImport calendar={calendar} isChanged={isChanged} /> : null}
      </div>
      <YearView
        definition={draft}
        selected={selected}
        onClick={(date) => {
          setSelected(date);
          const days = clicked(draft, date);
          if (days !== draft.days) setDraft({ ...draft, days: [...days] });
        }}
      />
      <section className="card stack save-bar">
        {isSaved ? (
          <RecalculationOffer
            preview={preview.data ?? null}
            isPending={preview.isPending}
            onPreview={() => preview.mutate()}
            onApply={() => save.mutate(true)}
          />
        ) : null}
        <Overtaken edited={edited} />
        <ProblemLine error={error} shown={["name", "zone", "week"]} />
        <footer>
          {isSaved ? (
            <button
              type="button"
              className="button quiet danger"
              disabled={remove.isPending}
              onClick={() => {
                if (confirm(t("rules.calendar.removeSure", { name: calendar.definition.name }))) remove.mutate();
              }}
            >
              <Icon name="trash" size={14} /> {t("rules.calendar.remove")}
            </button>
          ) : null}
          <button type="button" className="button" disabled={!isChanged} onClick={edited.takeTheirs}>
            {t("rules.undo")}
          </button>
          <button className="button primary" disabled={save.isPending || !isChanged}>
            {t("app.save")}
          </button>
        </footer>
      </section>
    </form>
  );
}
