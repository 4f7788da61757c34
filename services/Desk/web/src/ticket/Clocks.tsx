import { useTranslation } from "react-i18next";
import type { ClockView } from "../api/types";
import { Moment } from "../ui/Age";
import { clockIcon, readingText } from "../ui/ClockChip";
import { countdownText, readClock } from "../ui/countdown";
import { Icon } from "../ui/Icon";
import { useNow } from "../ui/time";
import { reasonText } from "./events";

const order = { running: 0, paused: 1, met: 2, cancelled: 3 };

/** Every promise of the ticket: target, used, left, and when and why it stood still. */
export function Clocks({ clocks }: { clocks: readonly ClockView[] }) {
  const { t } = useTranslation();
  const sorted = [...clocks].sort(
    (left, right) =>
      order[left.state] - order[right.state] ||
      (left.due_at ?? "9").localeCompare(right.due_at ?? "9") ||
      right.started_at.localeCompare(left.started_at),
  );
  return (
    <section className="card clocks">
      <h2>{t("ticket.clocks")}</h2>
      {sorted.length === 0 ? <p className="quiet">{t("clock.none")}</p> : null}
      <ul>
        {sorted.map((clock) => (
          <li key={`${clock.kind} ${clock.started_at}`}>
            <Clock clock={clock} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Clock({ clock }: { clock: ClockView }) {
  const { t } = useTranslation();
  const reading = readClock(clock, useNow());
  const words = { hours: t("clock.hours"), minutes: t("clock.minutes") };
  const pauses = clock.pauses ?? [];
  const text =
    clock.state === "met" ? t(clock.breached ? "clock.metLate" : "clock.met") : readingText(reading, t);
  return (
    <div className={`clock-line ${reading.mood}`}>
      <p className="clock-line-head">
        <Icon name={clockIcon(clock.kind)} size={14} />
        <span>{t(`clock.kind.${clock.kind}`)}</span>
        <strong>{text}</strong>
      </p>
      <span className="clock-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${reading.used})` }} />
      </span>
      <p className="clock-line-foot">
        <span>
          {t("clock.elapsed")} {countdownText(clock.target_seconds - reading.left, words)} / {countdownText(clock.target_seconds, words)}
        </span>
        {clock.state === "running" && clock.due_at ? (
          <span>
            {t("clock.due")} <Moment at={clock.due_at} />
          </span>
        ) : null}
      </p>
      {pauses.length > 0 ? (
        <details>
          <summary>
            {t("clock.pauses")} ({pauses.length})
          </summary>
          <ul>
            {pauses.map((pause) => (
              <li key={pause.from}>
                <Moment at={pause.from} /> – {pause.to ? <Moment at={pause.to} /> : t("clock.stillPaused")}
                <br />
                {reasonText(pause.reason, t)} <span className="quiet">· {pause.by}</span>
                {pause.flagged ? (
                  <span className="caution">
                    {" "}
                    <Icon name="warning" size={12} /> {t("clock.flagged")}
                  </span>
                ) : null}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}
