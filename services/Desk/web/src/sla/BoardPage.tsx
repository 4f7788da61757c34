import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { asProblem } from "../api/problem";
import type { SlaBoard, SlaLane } from "../api/types";
import { listAddress } from "../queue/views";
import { Age, shortMoment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { Alerts } from "./Alerts";
import { Heat } from "./Heat";
import { Lanes } from "./Lanes";
import { MoveDialog } from "./MoveDialog";
import { Promises } from "./Promises";
import { useBoard, useEarlier } from "./useBoard";

/** What leads watch: every figure opens exactly the tickets that it counts. */
export function BoardPage() {
  const { t, i18n } = useTranslation();
  const query = useBoard();
  const board = query.data;
  return (
    <main className="board">
      <header className="bar">
        <h1>{t("board.title")}</h1>
        {board ? <span className="quiet">{t("board.asOf", { time: shortMoment(board.as_of, i18n.language, Date.parse(board.as_of)) })}</span> : null}
        <Link className="button quiet bar-end" to="/sla/wall">
          <Icon name="wall" size={15} /> {t("board.wall")}
        </Link>
      </header>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {board ? <Figures board={board} /> : query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
    </main>
  );
}

function Figures({ board }: { board: SlaBoard }) {
  const { t } = useTranslation();
  const before = useEarlier();
  const [moved, setMoved] = useState<SlaLane | null>(null);
  return (
    <div className="board-grid">
      <section className="tiles" aria-label={t("board.title")}>
        <Tile tone={board.overdue > 0 ? "late" : "good"} text={t("board.overdue")} to={listAddress({ view: "overdue" })}>
          {board.overdue}
        </Tile>
        <Tile
          tone={board.due_in30_minutes > 0 ? "soon" : "calm"}
          text={t("board.dueSoon")}
          to={listAddress({ view: "due_soon" })}
        >
          {board.due_in30_minutes}
        </Tile>
        <Tile tone="calm" text={t("board.unassigned")} to={listAddress({ view: "without_agent" })}>
          {board.unassigned}
        </Tile>
        <Tile tone="calm" text={t("board.open")} to={listAddress({ view: "in_work" })}>
          {board.open_tickets}
        </Tile>
        <Tile tone="calm" text={t("board.oldest")} to={listAddress({ view: "unanswered" })}>
          {board.oldest_unanswered_at ? <Age since={board.oldest_unanswered_at} /> : t("board.none")}
        </Tile>
      </section>
      <Alerts />
      <Promises board={board} before={before} />
      <Lanes
        title={t("board.queues")}
        lanes={board.queues}
        empty={t("board.noQueues")}
        addressOf={(lane, view) => listAddress({ view, queue: [lane.id] })}
      />
      <Lanes
        title={t("board.people")}
        lanes={board.agents}
        empty={t("board.noPeople")}
        addressOf={(lane, view) => listAddress({ view, assignee: [lane.id] })}
        onMove={setMoved}
      />
      <Heat />
      {moved ? <MoveDialog lane={moved} onClose={() => setMoved(null)} /> : null}
    </div>
  );
}

interface TileProps {
  tone: "late" | "soon" | "calm" | "good";
  text: string;
  to: string;
  children: ReactNode;
}

function Tile({ tone, text, to, children }: TileProps) {
  return (
    <Link to={to} className={`tile ${tone}`}>
      <strong>{children}</strong>
      <span>{text}</span>
    </Link>
  );
}
