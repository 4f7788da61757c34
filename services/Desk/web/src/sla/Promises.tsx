import { useTranslation } from "react-i18next";
import type { SlaReportRow } from "../api/leadTypes";
import type { ClockFigures, SlaBoard } from "../api/types";
import { Link } from "../app/Link";
import { clockKinds, listAddress } from "../queue/views";
import { clockIcon } from "../ui/ClockChip";
import { countdownText } from "../ui/countdown";
import { Icon } from "../ui/Icon";
import { Change, shareOf } from "../ui/Change";
import { KeptShare } from "./KeptShare";

const results = ["met", "breached"] as const;
const times = ["median", "p90"] as const;

interface Props {
  board: SlaBoard;
  before: { day: readonly SlaReportRow[]; week: readonly SlaReportRow[] };
}

/** Which promises were kept, today and this week beside the day and week before, and how long it took; each figure opens its tickets. */
export function Promises({ board, before }: Props) {
  const { today, week, as_of: to } = board;
  const { t } = useTranslation();
  const told = clockKinds.filter((kind) => [...today, ...week].some((figures) => figures.kind === kind));
  return (
    <section className="card promises">
      <h2>{t("board.promises")}</h2>
      {told.length === 0 ? (
        <p className="quiet">{t("board.noneYet")}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th rowSpan={2} scope="col">
                {t("board.clock")}
              </th>
              <th colSpan={3} scope="colgroup">
                {t("board.today")}
              </th>
              <th colSpan={3} scope="colgroup">
                {t("board.week")}
              </th>
            </tr>
            <tr>
              {["today", "week"].map((span) => [
                <th key={`${span} kept`} scope="col">
                  {t("clock.met")}
                </th>,
                <th key={`${span} median`} scope="col">
                  {t("board.median")}
                </th>,
                <th key={`${span} p90`} scope="col">
                  {t("board.p90")}
                </th>,
              ])}
            </tr>
          </thead>
          <tbody>
            {told.map((kind) => (
              <tr key={kind}>
                <th scope="row">
                  <Icon name={clockIcon(kind)} size={15} /> {t(`clock.kind.${kind}`)}
                </th>
                <Span
                  figures={today.find((figures) => figures.kind === kind)}
                  before={before.day.find((row) => row.kind === kind)}
                  counted={{ from: board.today_from, to }}
                  span={t("board.today")}
                  than={t("board.than.day")}
                />
                <Span
                  figures={week.find((figures) => figures.kind === kind)}
                  before={before.week.find((row) => row.kind === kind)}
                  counted={{ from: board.week_from, to }}
                  span={t("board.week")}
                  than={t("board.than.week")}
                />
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}

interface SpanProps {
  figures: ClockFigures | undefined;
  before: SlaReportRow | undefined;
  counted: { from: string; to: string };
  span: string;
  than: string;
}

function Span({ figures, before, counted, span, than }: SpanProps) {
  const { t } = useTranslation();
  const words = { hours: t("clock.hours"), minutes: t("clock.minutes") };
  const total = figures ? figures.met + figures.breached : 0;
  if (!figures || total === 0) {
    return (
      <td colSpan={3} className="quiet" data-span={span}>
        {t("board.noneYet")}
      </td>
    );
  }
  const share = figures.met / total;
  const tone = share >= 0.95 ? "good" : share >= 0.8 ? "soon" : "late";
  return (
    <>
      <td className={`kept ${tone}`} data-span={span}>
        <strong>
          <KeptShare figures={figures} of={{ promise: figures.kind, ...counted }} />
        </strong>
        <span className="kept-bar" aria-hidden="true">
          <span style={{ transform: `scaleX(${share})` }} />
        </span>
        <span className="kept-figures">
          {results.map((result) => (
            <Figure
              key={result}
              count={figures[result]}
              text={t(`board.opens.${result}`, { count: figures[result] })}
              to={listAddress({ view: "all", promise: figures.kind, result, ...counted })}
            />
          ))}
        </span>
        <Change now={share} before={shareOf(before?.now)} than={than} />
      </td>
      {times.map((time) => {
        const took = figures[`${time}_seconds`];
        return (
          <td key={time} className="figure">
            {took === null ? (
              "–"
            ) : (
              <Link
                className="link"
                title={t("board.opens.took")}
                to={listAddress({ view: "all", promise: figures.kind, result: "stopped", took, ...counted })}
              >
                {countdownText(took, words)}
              </Link>
            )}
          </td>
        );
      })}
    </>
  );
}

/** So many promises; the tickets that they are of are one click away. */
function Figure({ count, text, to }: { count: number; text: string; to: string }) {
  return count === 0 ? <span className="quiet">{text}</span> : <Link to={to}>{text}</Link>;
}
