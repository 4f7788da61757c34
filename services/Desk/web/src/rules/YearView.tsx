import { useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { CalendarDefinition } from "../api/leadTypes";
import { Icon } from "../ui/Icon";
import { dayOf, isoDate, weeksOf, type Day } from "./year";

interface Props {
  definition: CalendarDefinition;
  selected: string | null;
  onClick: (date: string) => void;
}

const marks = { week: "", closed: "×", make_up: "+", other_hours: "~" } as const;

/** A whole year: holidays and make-up days are set by clicking them. Arrow keys go from day to day. */
export function YearView({ definition, selected, onClick }: Props) {
  const { t, i18n } = useTranslation();
  const [year, setYear] = useState(() => new Date().getFullYear());
  const monthName = new Intl.DateTimeFormat(i18n.language, { month: "long", timeZone: "UTC" });
  const counts = countsOf(definition, year);
  return (
    <section className="card year" aria-label={t("rules.year.title")}>
      <header className="card-head">
        <h2>{t("rules.year.title")}</h2>
        <span className="year-step">
          <button type="button" className="icon-button" aria-label={t("rules.year.before")} onClick={() => setYear(year - 1)}>
            <Icon name="chevron" size={14} />
          </button>
          <strong>{year}</strong>
          <button type="button" className="icon-button" aria-label={t("rules.year.after")} onClick={() => setYear(year + 1)}>
            <Icon name="chevron" size={14} />
          </button>
        </span>
        <p className="legend year-legend">
          <span className="open">{t("rules.year.open", { count: counts.open })}</span>
          <span className="closed">{t("rules.year.closed", { count: counts.closed })}</span>
          <span className="make_up">{t("rules.year.makeUp", { count: counts.make_up })}</span>
          <span className="other_hours">{t("rules.year.other", { count: counts.other_hours })}</span>
        </p>
      </header>
      <p className="quiet">{t("rules.year.hint")}</p>
      <div className="months">
        {Array.from({ length: 12 }, (_, month) => (
          <Month
            key={month}
            name={monthName.format(new Date(Date.UTC(year, month, 1)))}
            weeks={weeksOf(year, month)}
            definition={definition}
            selected={selected}
            isFirst={month === 0}
            onClick={onClick}
          />
        ))}
      </div>
    </section>
  );
}

interface MonthProps extends Props {
  name: string;
  weeks: (string | null)[][];
  isFirst: boolean;
}

function Month({ name, weeks, definition, selected, isFirst, onClick }: MonthProps) {
  const { t, i18n } = useTranslation();
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: "narrow", timeZone: "UTC" });
  const long = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeZone: "UTC" });
  const first = weeks.flat().find((date) => date !== null);
  return (
    <div className="month" role="group" aria-label={name}>
      <h3>{name}</h3>
      <div className="month-days">
        {weekMonday.map((date) => (
          <span key={date} className="weekday" aria-hidden="true">
            {weekday.format(new Date(date))}
          </span>
        ))}
        {weeks.flat().map((date, place) => {
          if (date === null) return <span key={`empty ${place}`} />;
          const day = dayOf(definition, date);
          return (
            <button
              key={date}
              type="button"
              data-date={date}
              className={`day ${day.open.length > 0 ? "is-open" : "is-closed"} ${day.kind}${date === selected ? " selected" : ""}`}
              tabIndex={date === selected || (selected === null && isFirst && date === first) || (selected !== null && !sameYear(selected, date) && date === first) ? 0 : -1}
              title={day.note ?? undefined}
              aria-label={`${long.format(new Date(date))}: ${dayText(day)}`}
              aria-pressed={day.kind !== "week"}
              onClick={() => onClick(date)}
              onKeyDown={onArrow}
            >
              {Number(date.slice(8))}
              <span aria-hidden="true">{marks[day.kind]}</span>
            </button>
          );
        })}
      </div>
    </div>
  );

  function dayText(day: Day): string {
    const kind = t(`rules.year.kind.${day.kind}`);
    const hours = day.open.map((span) => `${span.from}–${span.to}`).join(t("app.comma"));
    return [kind, hours === "" ? t("week.closed") : hours, day.note ?? ""].filter((part) => part !== "").join(t("app.comma"));
  }
}

/** Some week from Monday to Sunday, for the names of its days. */
const weekMonday = Array.from({ length: 7 }, (_, day) => isoDate(2026, 5, 1 + day));
const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

function onArrow(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = steps[event.key];
  const date = event.currentTarget.dataset["date"];
  if (step === undefined || date === undefined) return;
  event.preventDefault();
  const next = new Date(Date.parse(date) + step * 86_400_000).toISOString().slice(0, 10);
  event.currentTarget.closest(".months")?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus();
}

function sameYear(one: string, other: string): boolean {
  return one.slice(0, 4) === other.slice(0, 4);
}

function countsOf(definition: CalendarDefinition, year: number): Record<"open" | "closed" | "make_up" | "other_hours", number> {
  const counts = { open: 0, closed: 0, make_up: 0, other_hours: 0 };
  for (let month = 0; month < 12; month++) {
    for (const date of weeksOf(year, month).flat()) {
      if (date === null) continue;
      const day = dayOf(definition, date);
      if (day.open.length > 0) counts.open++;
      if (day.kind !== "week") counts[day.kind]++;
    }
  }
  return counts;
}
