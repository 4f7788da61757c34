import { useTranslation } from "react-i18next";
import type { ClockFigures, SlaBoard, SlaLane } from "../api/types";
import { Link } from "../app/Link";
import { listAddress, type View } from "../queue/views";
import { setTheme, useTheme } from "../app/theme";
import { Age } from "../ui/Age";
import { Change, shareOf } from "../ui/Change";
import { Icon } from "../ui/Icon";
import { KeptShare } from "./KeptShare";
import { useNow } from "../ui/time";
import { useBoard, useEarlier } from "./useBoard";

const mostLanes = 6;

/** The board to be read from across a room: figures and queues, no person and no customer. Whoever clicks a figure leaves it for its tickets. */
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
        <Link className={board.overdue > 0 ? "late" : "good"} to={listAddress({ view: "overdue" })}>
          <strong>{board.overdue}</strong>
          <span>{t("board.overdue")}</span>
        </Link>
        <Link className={board.due_in30_minutes > 0 ? "soon" : ""} to={listAddress({ view: "due_soon" })}>
          <strong>{board.due_in30_minutes}</strong>
          <span>{t("board.dueSoon")}</span>
        </Link>
        <Link to={listAddress({ view: "without_agent" })}>
          <strong>{board.unassigned}</strong>
          <span>{t("board.unassigned")}</span>
        </Link>
        <Link to={listAddress({ view: "unanswered" })}>
          <strong>{board.oldest_unanswered_at ? <Age since={board.oldest_unanswered_at} /> : "–"}</strong>
          <span>{t("board.oldest")}</span>
        </Link>
      </section>
      <div className="wall-columns">
        <section>
          <h2>{`${t("board.promises")} · ${t("board.today")}`}</h2>
          {board.today.length === 0 ? <p className="quiet">{t("board.noneYet")}</p> : null}
          <ul>
            {board.today.map((figures) => (
              <Kept
                key={figures.kind}
                board={board}
                figures={figures}
                before={shareOf(before.day.find((row) => row.kind === figures.kind)?.now)}
              />
            ))}
          </ul>
        </section>
        <section>
          <h2>
            {t("board.queues")}
            <span className="wall-legend">
              <span className="late">{t("board.legendLate")}</span>
              <span className="soon">{t("board.legendSoon")}</span>
              <span>{t("board.open")}</span>
            </span>
          </h2>
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

function Kept({ board, figures, before }: { board: SlaBoard; figures: ClockFigures; before: number | null }) {
  const { t } = useTranslation();
  const total = figures.met + figures.breached;
  const share = total === 0 ? null : figures.met / total;
  const tone = share === null ? "" : share >= 0.95 ? "good" : share >= 0.8 ? "soon" : "late";
  return (
    <li className={tone}>
      <span>{t(`clock.kind.${figures.kind}`)}</span>
      <span className="wall-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share ?? 0})` }} />
      </span>
      <strong>
        <KeptShare figures={figures} of={{ promise: figures.kind, from: board.today_from, to: board.as_of }} />
      </strong>
      <Change now={share} before={before} than={t("board.than.day")} />
    </li>
  );
}

function Lane({ lane }: { lane: SlaLane }) {
  const { t } = useTranslation();
  const parts = [
    { tone: "late", count: lane.overdue, view: "overdue" },
    { tone: "soon", count: lane.due_in30_minutes, view: "due_soon" },
  ] as const;
  const opens = (view: View) => listAddress({ view, queue: [lane.id] });
  return (
    <li className={lane.overdue > 0 ? "late" : lane.due_in30_minutes > 0 ? "soon" : "good"}>
      <span>{lane.name}</span>
      <span className="wall-lane">
        {parts
          .filter((part) => part.count > 0)
          .map(({ tone, count, view }) => (
            <Link key={tone} className={tone} to={opens(view)} aria-label={t(`board.laneOpens.${tone}`, { name: lane.name, count })}>
              {count}
            </Link>
          ))}
      </span>
      <strong>
        <Link to={opens("in_work")} aria-label={t("board.laneOpens.open", { name: lane.name, count: lane.open })}>
          {lane.open}
        </Link>
      </strong>
    </li>
  );
}
