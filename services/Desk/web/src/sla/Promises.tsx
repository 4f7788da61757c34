import { useTranslation } from "react-i18next";
import type { SlaReportRow } from "../api/leadTypes";
import type { ClockFigures, ClockKind, SlaBoard } from "../api/types";
import { clockIcon } from "../ui/ClockChip";
import { countdownText } from "../ui/countdown";
import { Icon } from "../ui/Icon";
import { percentText } from "../ui/marks";
import { Change, shareOf } from "../ui/Change";

const kinds: readonly ClockKind[] = ["first_response", "next_response", "resolution", "total_resolution", "acceptance"];

interface Props {
  board: SlaBoard;
  before: { day: readonly SlaReportRow[]; week: readonly SlaReportRow[] };
}

/** Which promises were kept, today and this week beside the day and week before, and how long it took. */
export function Promises({ board: { today, week }, before }: Props) {
  const { t } = useTranslation();
  const told = kinds.filter((kind) => [...today, ...week].some((figures) => figures.kind === kind));
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
                  span={t("board.today")}
                  than={t("board.than.day")}
                />
                <Span
                  figures={week.find((figures) => figures.kind === kind)}
                  before={before.week.find((row) => row.kind === kind)}
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
  span: string;
  than: string;
}

function Span({ figures, before, span, than }: SpanProps) {
  const { t, i18n } = useTranslation();
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
        <strong>{percentText(share, i18n.language)}</strong>
        <span className="kept-bar" aria-hidden="true">
          <span style={{ transform: `scaleX(${share})` }} />
        </span>
        <span className="quiet">{t("board.of", { met: figures.met, total })}</span>
        <Change now={share} before={shareOf(before?.now)} than={than} />
      </td>
      <td className="figure">{figures.median_seconds === null ? "–" : countdownText(figures.median_seconds, words)}</td>
      <td className="figure">{figures.p90_seconds === null ? "–" : countdownText(figures.p90_seconds, words)}</td>
    </>
  );
}
