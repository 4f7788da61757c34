import { useTranslation } from "react-i18next";
import type { SlaLane } from "../api/types";
import { Link } from "../app/Link";
import type { View } from "../queue/views";

interface Props {
  title: string;
  lanes: readonly SlaLane[];
  empty: string;
  addressOf: (lane: SlaLane, view: View) => string;
  /** Where what is in a lane can be moved. */
  onMove?: (lane: SlaLane) => void;
}

/** Each queue's, or each person's, load as a bar: what is late, what will be, what is in time, and the room left. */
export function Lanes({ title, lanes, empty, addressOf, onMove }: Props) {
  const { t } = useTranslation();
  const widest = Math.max(1, ...lanes.map((lane) => Math.max(lane.open, lane.capacity ?? 0)));
  const sorted = [...lanes].sort((left, right) => right.overdue - left.overdue || right.open - left.open);
  return (
    <section className={onMove ? "card lanes movable" : "card lanes"}>
      <h2>{title}</h2>
      {lanes.length === 0 ? <p className="quiet">{empty}</p> : null}
      <ul>
        {sorted.map((lane) => (
          <li key={lane.id}>
            <Link className="lane-name" to={addressOf(lane, "in_work")}>
              {lane.online === null ? null : (
                <span
                  className={lane.online ? "presence-dot on" : "presence-dot"}
                  role="img"
                  aria-label={lane.online ? t("board.online") : t("board.offline")}
                  title={lane.online ? t("board.online") : t("board.offline")}
                />
              )}
              <bdi>{lane.name}</bdi>
            </Link>
            <Bar lane={lane} widest={widest} addressOf={addressOf} />
            <span className={lane.capacity !== null && lane.open > lane.capacity ? "lane-load over" : "lane-load"}>
              {lane.capacity === null ? lane.open : t("board.capacity", { open: lane.open, capacity: lane.capacity })}
            </span>
            {onMove ? (
              <button className="button small" onClick={() => onMove(lane)} aria-label={t("board.move.title", { name: lane.name })}>
                {t("board.move.open")}
              </button>
            ) : null}
          </li>
        ))}
      </ul>
      {lanes.length > 0 ? <Legend /> : null}
    </section>
  );
}

function Bar({ lane, widest, addressOf }: { lane: SlaLane; widest: number; addressOf: Props["addressOf"] }) {
  const { t } = useTranslation();
  const soon = lane.due_in30_minutes;
  const calm = Math.max(0, lane.open - lane.overdue - soon);
  const parts: { tone: string; count: number; view: View; text: string }[] = [
    { tone: "late", count: lane.overdue, view: "overdue", text: t("board.legendLate") },
    { tone: "soon", count: soon, view: "due_soon", text: t("board.legendSoon") },
    { tone: "calm", count: calm, view: "in_time", text: t("board.legendCalm") },
  ];
  const room = Math.max(0, (lane.capacity ?? lane.open) - lane.open);
  return (
    <span className="lane-bar" role="group" aria-label={t("board.lane", { open: lane.open, overdue: lane.overdue, soon })}>
      {parts
        .filter((part) => part.count > 0)
        .map((part) => (
          <Link
            key={part.tone}
            to={addressOf(lane, part.view)}
            className={`lane-part ${part.tone}`}
            style={{ flexGrow: part.count }}
            title={`${part.text}: ${part.count}`}
          >
            {part.count}
          </Link>
        ))}
      {room > 0 ? <span className="lane-room" style={{ flexGrow: room }} /> : null}
      <span style={{ flexGrow: Math.max(0, widest - lane.open - room) }} />
    </span>
  );
}

function Legend() {
  const { t } = useTranslation();
  return (
    <p className="legend" aria-hidden="true">
      <span className="late">{t("board.legendLate")}</span>
      <span className="soon">{t("board.legendSoon")}</span>
      <span className="calm">{t("board.legendCalm")}</span>
    </p>
  );
}
