import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { ShiftDefinition, ShiftView } from "../api/leadTypes";
import { ApiProblem, asProblem } from "../api/problem";
import { keys } from "../app/queries";
import { forget, lookIfOvertaken } from "../rules/queries";
import { dayOf, withDay } from "../rules/year";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Moment } from "../ui/Age";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { Overtaken } from "../ui/Overtaken";
import { ProblemLine } from "../ui/ProblemLine";
import { toast } from "../ui/toast";
import { Spans, WeekEditor } from "../ui/WeekEditor";
import { shiftKey, staffKey } from "./useTeam";

/** When somebody works; without a shift, whenever they are there. */
export function ShiftEditor({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: shiftKey(id), queryFn: () => findShift(id), staleTime: 0 });
  return (
    <section className="card stack">
      <header className="card-head">
        <h2>{t("team.shift")}</h2>
        {query.data ? (
          <span className={query.data.on_shift ? "tag good" : "tag"}>
            {query.data.on_shift ? t("team.onShift") : query.data.next_shift_at ? t("team.next") : t("team.offShift")}{" "}
            {!query.data.on_shift && query.data.next_shift_at ? <Moment at={query.data.next_shift_at} /> : null}
          </span>
        ) : null}
      </header>
      <ProblemLine error={query.error} />
      {query.data === undefined ? null : <ShiftForm id={id} name={name} shift={query.data} />}
    </section>
  );
}

async function findShift(id: string): Promise<ShiftView | null> {
  try {
    return await take(router.GET("/agents/{id}/shift", { params: { path: { id } } }));
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 404) return null;
    throw error;
  }
}

function ShiftForm({ id, name, shift }: { id: string; name: string; shift: ShiftView | null }) {
  const { t } = useTranslation();
  const version = shift?.version ?? 0;
  const edited = useKeptEdit(askOfForm("shift", id, t("team.shiftOf", { name })), { definition: shift?.definition ?? null, version }, String(version));
  const draft = edited.draft.definition;
  const setDraft = (definition: ShiftDefinition | null) => edited.set({ ...edited.draft, definition });
  const params = { path: { id }, header: { "If-Match": `"${edited.base.version}"` } };
  const save = useMutation({
    mutationFn: () => edited.sending(async () => {
      if (draft) await take(router.PUT("/agents/{id}/shift", { params, body: draft }));
      else await take(router.DELETE("/agents/{id}/shift", { params }));
    }),
    onError: (error) => lookIfOvertaken(error, shiftKey(id)),
    onSuccess: async () => {
      toast(t("app.saved"));
      edited.done();
      await forget(shiftKey(id), staffKey, keys.board);
    },
  });
  const problem = save.error ? asProblem(save.error) : null;
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <label className="check">
        <input
          type="checkbox"
          checked={draft !== null}
          onChange={(event) => setDraft(event.target.checked ? (shift?.definition ?? usual()) : null)}
        />
        {t("team.hasShift")}
      </label>
      {draft ? (
        <>
          <Field text={t("rules.calendar.zone")} fault={problem?.fault("zone")}>
            <input required value={draft.zone} onChange={(event) => setDraft({ ...draft, zone: event.target.value })} />
          </Field>
          <WeekEditor week={draft.week ?? {}} onChange={(week) => setDraft({ ...draft, week })} fault={(field) => problem?.fault(field)} />
          <p className="quiet">{t("team.nightHint")}</p>
          <Exceptions draft={draft} onChange={setDraft} fault={(field) => problem?.fault(field)} />
        </>
      ) : (
        <p className="quiet">{t("team.noShift")}</p>
      )}
      <Overtaken edited={edited} />
      <ProblemLine error={save.error} shown={["zone", "week", "days"]} />
      <footer>
        <button className="button primary" disabled={save.isPending}>
          {t("app.save")}
        </button>
      </footer>
    </form>
  );
}

function usual(): ShiftDefinition {
  const hours = [{ from: "09:00", to: "18:00" }];
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: { monday: hours, tuesday: hours, wednesday: hours, thursday: hours, friday: hours },
    days: [],
  };
}

interface ExceptionsProps {
  draft: ShiftDefinition;
  onChange: (draft: ShiftDefinition) => void;
  fault: (field: string) => string | undefined;
}

/** Leave, a swapped shift, an extra day. */
function Exceptions({ draft, onChange, fault }: ExceptionsProps) {
  const { t, i18n } = useTranslation();
  const [date, setDate] = useState("");
  const days = draft.days ?? [];
  const name = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeZone: "UTC" });
  return (
    <fieldset className="exceptions">
      <legend>{t("team.exceptions")}</legend>
      {days.length === 0 ? <p className="quiet">{t("team.noExceptions")}</p> : null}
      <ul>
        {days.map((day, place) => (
          <li key={day.date}>
            <span className="exception-date">
              <time dateTime={day.date}>{name.format(new Date(day.date))}</time>{" "}
              <span className={(day.open ?? []).length === 0 ? "tag closed" : "tag make_up"}>
                {(day.open ?? []).length === 0 ? t("team.leave") : t("team.works")}
              </span>
            </span>
            <Spans open={day.open ?? []} onChange={(open) => onChange({ ...draft, days: withDay(days, { ...day, open: [...open] }) })} />
            <input
              aria-label={t("team.note")}
              placeholder={t("team.note")}
              maxLength={100}
              value={day.note ?? ""}
              onChange={(event) => onChange({ ...draft, days: withDay(days, { ...day, note: event.target.value === "" ? null : event.target.value }) })}
            />
            <button
              type="button"
              className="icon-button"
              aria-label={t("team.removeDay", { date: day.date })}
              onClick={() => onChange({ ...draft, days: days.filter((each) => each.date !== day.date) })}
            >
              <Icon name="trash" size={14} />
            </button>
            {fault(`days[${place}].date`) ?? fault(`days[${place}].open[0]`) ? (
              <span className="fault">{fault(`days[${place}].date`) ?? fault(`days[${place}].open[0]`)}</span>
            ) : null}
          </li>
        ))}
      </ul>
      <span className="inline-form">
        <input type="date" aria-label={t("team.exceptionDate")} value={date} onChange={(event) => setDate(event.target.value)} />
        <button
          type="button"
          className="button small"
          disabled={date === "" || days.some((day) => day.date === date)}
          onClick={() => {
            onChange({ ...draft, days: withDay(days, { date, open: dayOf(draft, date).open.length > 0 ? [] : [{ from: "09:00", to: "18:00" }], note: null }) });
            setDate("");
          }}
        >
          {t("team.addException")}
        </button>
      </span>
    </fieldset>
  );
}
