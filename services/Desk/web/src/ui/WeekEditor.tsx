import { useTranslation } from "react-i18next";
import type { SpanDefinition } from "../api/leadTypes";
import { weekFromMonday, type Week, type Weekday } from "../rules/year";
import { Icon } from "./Icon";

interface Props {
  week: Week;
  onChange: (week: Week) => void;
  fault: (field: string) => string | undefined;
}

/** The spans of each weekday, drawn as a bar of a day and written beside it. */
export function WeekEditor({ week, onChange, fault }: Props) {
  const { t } = useTranslation();
  const set = (day: Weekday, spans: readonly SpanDefinition[]) => onChange({ ...week, [day]: [...spans] });
  return (
    <fieldset className="week">
      <legend>{t("week.title")}</legend>
      {weekFromMonday.map((day) => (
        <div key={day} className="week-day" role="group" aria-label={t(`week.${day}`)}>
          <span className="week-name">{t(`week.${day}`)}</span>
          <DayBar open={week[day] ?? []} />
          <Spans open={week[day] ?? []} onChange={(spans) => set(day, spans)} />
          {faultsOf(fault, day, week[day] ?? []).map((text) => (
            <span key={text} className="fault" role="alert">
              {text}
            </span>
          ))}
        </div>
      ))}
      <button
        type="button"
        className="button small"
        onClick={() => onChange(Object.fromEntries(weekFromMonday.map((day, place) => [day, place > 0 && place < 5 ? [...(week["monday"] ?? [])] : [...(week[day] ?? [])]])))}
      >
        {t("week.likeMonday")}
      </button>
    </fieldset>
  );
}

function faultsOf(fault: Props["fault"], day: Weekday, spans: readonly SpanDefinition[]): string[] {
  const fields = [`week.${day}`, ...spans.map((_, place) => `week.${day}[${place}]`)];
  return [...new Set(fields.map(fault).filter((text) => text !== undefined))];
}

export function Spans({ open, onChange }: { open: readonly SpanDefinition[]; onChange: (open: readonly SpanDefinition[]) => void }) {
  const { t } = useTranslation();
  const change = (place: number, part: Partial<SpanDefinition>) =>
    onChange(open.map((span, each) => (each === place ? { ...span, ...part } : span)));
  return (
    <span className="spans">
      {open.length === 0 ? <span className="quiet">{t("week.closed")}</span> : null}
      {open.map((span, place) => (
        <span key={place} className="span">
          <input aria-label={t("week.from")} value={span.from} maxLength={5} onChange={(event) => change(place, { from: event.target.value })} />
          <span aria-hidden="true">–</span>
          <input aria-label={t("week.to")} value={span.to} maxLength={5} onChange={(event) => change(place, { to: event.target.value })} />
          <button
            type="button"
            className="icon-button"
            aria-label={t("week.remove", { from: span.from, to: span.to })}
            onClick={() => onChange(open.filter((_, each) => each !== place))}
          >
            <Icon name="x" size={12} />
          </button>
        </span>
      ))}
      <button
        type="button"
        className="icon-button"
        aria-label={t("week.add")}
        title={t("week.add")}
        onClick={() => onChange([...open, open.length === 0 ? { from: "09:00", to: "18:00" } : { from: open.at(-1)?.to ?? "18:00", to: "24:00" }])}
      >
        <Icon name="plus" size={13} />
      </button>
    </span>
  );
}

function DayBar({ open }: { open: readonly SpanDefinition[] }) {
  return (
    <span className="day-bar" aria-hidden="true">
      {open.map((span) => {
        const [from, to] = [hoursOf(span.from), hoursOf(span.to)];
        if (from === null || to === null || to <= from) return null;
        return <span key={`${span.from} ${span.to}`} style={{ left: `${(from / 24) * 100}%`, width: `${((to - from) / 24) * 100}%` }} />;
      })}
    </span>
  );
}

function hoursOf(time: string): number | null {
  const found = /^(\d{1,2}):(\d{2})$/.exec(time.trim());
  return found ? Number(found[1]) + Number(found[2]) / 60 : null;
}
