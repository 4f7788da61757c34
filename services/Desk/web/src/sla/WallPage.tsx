import { useTranslation } from "react-i18next";
import type { ClockFigures, SlaBoard, SlaLane } from "../api/types";
import { Link } from "../app/Link";
import { setTheme, useTheme } from "../app/theme";
import { Age } from "../ui/Age";
import { Change, shareOf } from "../ui/Change";
import { Icon } from "../ui/Icon";
import { percentText } from "../ui/marks";
import { useNow } from "../ui/time";
import { useBoard, useEarlier } from "./useBoard";

const mostLanes = 6;

/** The board to be read from across a room: figures and queues, no person and no customer. */
export function WallPage() {
  const { t, i18n } = useTranslation();
  const board = useBoard().data;
  const now = useNow();
  const time = new Intl.DateTimeFormat(i18n.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(now);
  return (
    <main className="wall">
      <header>
        <h1>{t("board.title")}</h1>
        <time>{time}</time>
        <WallTheme />
        <Link className="icon-button" to="/sla" aria-label={t("board.wallLeave")} title={t("board.wallLeave")}>
          <Icon name="x" size={20} />
        </Link>
      </header>
      {board ? <Wall board={board} /> : <p className="quiet">{t("app.loading")}</p>}
    </main>
  );
}

function WallTheme() {
  const { t } = useTranslation();
  const theme = useTheme();
  const isDark = theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  return (
    <button
      className="icon-button"
      onClick={() => setTheme(isDark ? "light" : "dark")}
      aria-label={t("board.wallTheme")}
      title={t("board.wallTheme")}
    >
      <Icon name="theme" size={20} />
    </button>
  );
}

function Wall({ board }: { board: SlaBoard }) {
  const { t } = useTranslation();
  const before = useEarlier();
  return (
    <>
      <section className="wall-figures">
        <p className={board.overdue > 0 ? "late" : "good"}>
          <strong>{board.overdue}</strong>
          <span>{t("board.overdue")}</span>
        </p>
        <p className={board.due_in30_minutes > 0 ? "soon" : ""}>
          <strong>{board.due_in30_minutes}</strong>
          <span>{t("board.dueSoon")}</span>
        </p>
        <p>
          <strong>{board.unassigned}</strong>
          <span>{t("board.unassigned")}</span>
        </p>
        <p>
          <strong>{board.oldest_unanswered_at ? <Age since={board.oldest_unanswered_at} /> : "–"}</strong>
          <span>{t("board.oldest")}</span>
        </p>
      </section>
      <div className="wall-columns">
        <section>
          <h2>{`${t("board.promises")} · ${t("board.today")}`}</h2>
          {board.today.length === 0 ? <p className="quiet">{t("board.noneYet")}</p> : null}
          <ul>
            {board.today.map((figures) => (
              <Kept
                key={figures.kind}
                figures={figures}
                before={shareOf(before.day.find((row) => row.kind === figures.kind)?.now)}
              />
            ))}
          </ul>
        </section>
        <section>
          <h2>{t("board.queues")}</h2>
          <ul>
            {[...board.queues]
              .sort((one, other) => other.overdue - one.overdue || other.open - one.open)
              .slice(0, mostLanes)
              .map((lane) => (
                <Lane key={lane.id} lane={lane} />
              ))}
          </ul>
        </section>
      </div>
    </>
  );
}

function Kept({ figures, before }: { figures: ClockFigures; before: number | null }) {
  const { t, i18n } = useTranslation();
  const total = figures.met + figures.breached;
  const share = total === 0 ? null : figures.met / total;
  const tone = share === null ? "" : share >= 0.95 ? "good" : share >= 0.8 ? "soon" : "late";
  return (
    <li className={tone}>
      <span>{t(`clock.kind.${figures.kind}`)}</span>
      <span className="wall-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share ?? 0})` }} />
      </span>
      <strong>{share === null ? "–" : percentText(share, i18n.language)}</strong>
      <Change now={share} before={before} than={t("board.than.day")} />
    </li>
  );
}

function Lane({ lane }: { lane: SlaLane }) {
  const { t } = useTranslation();
  return (
    <li className={lane.overdue > 0 ? "late" : lane.due_in30_minutes > 0 ? "soon" : "good"}>
      <span>{lane.name}</span>
      <span className="wall-lane" role="img" aria-label={t("board.lane", { open: lane.open, overdue: lane.overdue, soon: lane.due_in30_minutes })}>
        {lane.overdue > 0 ? <b className="late">{lane.overdue}</b> : null}
        {lane.due_in30_minutes > 0 ? <b className="soon">{lane.due_in30_minutes}</b> : null}
      </span>
      <strong>{lane.open}</strong>
    </li>
  );
}
