import { useTranslation } from "react-i18next";
import type { RateView } from "../api/leadTypes";

interface Props {
  rate: RateView | null;
  onChange: (rate: RateView | null) => void;
  fault: string | undefined;
}

/** At most so many tickets in so many minutes, or no such limit. */
export function RateInput({ rate, onChange, fault }: Props) {
  const { t } = useTranslation();
  return (
    <div className="rate">
      <label className="check">
        <input
          type="checkbox"
          checked={rate !== null}
          onChange={(event) => onChange(event.target.checked ? { tickets: 5, minutes: 10 } : null)}
        />
        {t("team.rate.limit")}
      </label>
      {rate ? (
        <span className="inline-form">
          <input
            type="number"
            min={1}
            max={1000}
            aria-label={t("team.rate.tickets")}
            value={rate.tickets}
            onChange={(event) => onChange({ ...rate, tickets: event.target.valueAsNumber || 0 })}
          />
          {t("team.rate.in")}
          <input
            type="number"
            min={1}
            max={1440}
            aria-label={t("team.rate.minutes")}
            value={rate.minutes}
            onChange={(event) => onChange({ ...rate, minutes: event.target.valueAsNumber || 0 })}
          />
          {t("team.rate.minutes")}
        </span>
      ) : null}
      {fault ? (
        <span className="fault" role="alert">
          {fault}
        </span>
      ) : null}
    </div>
  );
}
