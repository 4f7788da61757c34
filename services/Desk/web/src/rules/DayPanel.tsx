import { useTranslation } from "react-i18next";
import type { CalendarDefinition, DayDefinition } from "../api/leadTypes";
import { Field } from "../ui/Field";
import { Spans } from "../ui/WeekEditor";
import { dayOf, withDay } from "./year";

interface Props {
  definition: CalendarDefinition;
  date: string;
  onChange: (days: DayDefinition[]) => void;
  fault: string | undefined;
}

/** The hours and the name of the date that was clicked. */
export function DayPanel({ definition, date, onChange, fault }: Props) {
  const { t, i18n } = useTranslation();
  const day = dayOf(definition, date);
  const days = definition.days ?? [];
  const name = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeZone: "UTC" }).format(new Date(date));
  return (
    <section className="card day-panel" aria-label={name}>
      <h2>{name}</h2>
      <span className={`tag ${day.kind}`}>{t(`rules.year.kind.${day.kind}`)}</span>
      <Spans open={day.open} onChange={(open) => onChange(withDay(days, { date, open: [...open], note: day.note }))} />
      <Field text={t("rules.year.note")} fault={fault}>
        <input
          maxLength={100}
          value={day.note ?? ""}
          disabled={day.kind === "week"}
          onChange={(event) => onChange(withDay(days, { date, open: [...day.open], note: event.target.value === "" ? null : event.target.value }))}
        />
      </Field>
      {day.kind === "week" ? null : (
        <button type="button" className="button small" onClick={() => onChange(days.filter((each) => each.date !== date))}>
          {t("rules.year.back")}
        </button>
      )}
    </section>
  );
}
