import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { SlaReportRow } from "../api/leadTypes";
import { navigate, usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { listAddress, resultOfShare, type Filters } from "../queue/views";
import { Change, shareOf } from "../ui/Change";
import { clockIcon } from "../ui/ClockChip";
import { countdownText } from "../ui/countdown";
import { Icon } from "../ui/Icon";
import { KeptShare } from "../sla/KeptShare";
import { percentText } from "../ui/marks";
import { Table } from "../ui/Table";
import { BarChart, type Bar } from "./BarChart";
import { instants, spanBefore, usePeriod } from "./period";
import { ReportFrame } from "./ReportFrame";

const groupings = ["clock", "queue", "agent", "policy"] as const;

/** How promises were kept, beside the span of the same length before. */
export function PromisesPage() {
  const { t } = useTranslation();
  const period = usePeriod();
  const asked = usePlace().search.get("by");
  const by = groupings.find((each) => each === asked) ?? "clock";
  const query = useQuery({
    queryKey: ["report", "sla", period.from, period.to, by],
    queryFn: () => take(router.GET("/reports/sla", { params: { query: { ...instants(period), by } } })),
  });
  const rows = query.data?.rows ?? [];
  const nameOf = (row: SlaReportRow) => row.group ?? t("reports.nobody");

  return (
    <ReportFrame
      query={query}
      isEmpty={rows.length === 0}
      empty={{ icon: "chart", text: t("reports.none") }}
      file={{
        name: `promises-${by}`,
        head: [...(by === "clock" ? [] : [by]), "clock", "met", "breached", "percent_met", "median_seconds", "p90_seconds", "before_met", "before_breached", "before_percent_met"],
        rows: () =>
          rows.map(({ kind, group, now, before }) => [
            ...(by === "clock" ? [] : [group ?? ""]),
            kind,
            now.met,
            now.breached,
            now.percent_met,
            now.median_seconds,
            now.p90_seconds,
            before.met,
            before.breached,
            before.percent_met,
          ]),
      }}
      filter={
        <div className="group-by" role="group" aria-label={t("reports.by")}>
          {groupings.map((each) => (
            <button
              key={each}
              className="button small"
              aria-pressed={each === by}
              onClick={() => navigate(withSearch({ by: each === "clock" ? null : each }), { replace: true })}
            >
            {t(`reports.group.${each}`)}
          </button>
        ))}
      </div>
    }
  >
      <Chart rows={rows} by={by} nameOf={nameOf} />
      <Figures rows={rows} by={by} nameOf={nameOf} />
    </ReportFrame>
  );
}

interface PartProps {
  rows: readonly SlaReportRow[];
  by: (typeof groupings)[number];
  nameOf: (row: SlaReportRow) => string;
}

const mostBars = 24;

function Chart({ rows, by, nameOf }: PartProps) {
  const { t, i18n } = useTranslation();
  const span = instants(usePeriod());
  const bars = rows.slice(0, mostBars).map((row): Bar => {
    const share = shareOf(row.now);
    const kind = t(`clock.kind.${row.kind}`);
    return {
      key: `${row.group_id ?? ""} ${row.kind}`,
      name: by === "clock" ? kind : `${nameOf(row)} · ${t(`clock.short.${row.kind}`)}`,
      share,
      before: shareOf(row.before),
      text: share === null ? "–" : `${percentText(share, i18n.language)} · ${row.now.met}/${row.now.met + row.now.breached}`,
      to: share === null ? undefined : listAddress({ view: "all", ...promisesOf(row, by), ...span, result: resultOfShare(row.now) }),
      tone: tone(share),
    };
  });
  return (
    <section className="card">
      <h2>{t("reports.kept")}</h2>
      <BarChart bars={bars} />
      {bars.some((bar) => bar.before !== null) ? (
        <p className="legend" aria-hidden="true">
          <span className="before">{t("reports.beforeMark")}</span>
        </p>
      ) : null}
    </section>
  );
}

function Figures({ rows, by, nameOf }: PartProps) {
  const { t } = useTranslation();
  const span = instants(usePeriod());
  const earlier = spanBefore(span);
  return (
    <div className="table-frame flush">
      <Table
        className="figures"
        caption={t("reports.chart")}
        columns={[
          ...(by === "clock" ? [] : [t(`reports.group.${by}`)]),
          t("board.clock"),
          t("reports.kept"),
          t("reports.change"),
          t("reports.met"),
          t("reports.breached"),
          t("board.median"),
          t("board.p90"),
          t("reports.before"),
        ]}
      >
        {rows.map((row) => (
          <tr key={`${row.group_id ?? ""} ${row.kind}`}>
            {by === "clock" ? null : (
              <th scope="row">
                <bdi>{nameOf(row)}</bdi>
              </th>
            )}
            <td>
              <Icon name={clockIcon(row.kind)} size={14} /> {t(`clock.kind.${row.kind}`)}
            </td>
            <td>
              <strong>
                <KeptShare figures={row.now} of={{ ...promisesOf(row, by), ...span }} />
              </strong>
            </td>
            <td>
              <Change now={shareOf(row.now)} before={shareOf(row.before)} than={t("reports.than")} />
            </td>
            <td>{figure(row, "met")}</td>
            <td>{figure(row, "breached")}</td>
            <td>{duration(row, row.now.median_seconds)}</td>
            <td>{duration(row, row.now.p90_seconds)}</td>
            <td className="quiet">
              <KeptShare figures={row.before} of={{ ...promisesOf(row, by), ...earlier }} /> · {row.before.met}/{row.before.met + row.before.breached}
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );

  /** Opens its tickets, by where they stood then. */
  function figure(row: SlaReportRow, result: "met" | "breached") {
    const count = row.now[result];
    if (count === 0) return count;
    return (
      <Link className="link" to={listAddress({ view: "all", ...promisesOf(row, by), ...span, result })}>
        {count}
      </Link>
    );
  }

  function duration(row: SlaReportRow, seconds: number | null) {
    if (seconds === null) return "–";
    return (
      <Link className="link" title={t("board.opens.took")} to={listAddress({ view: "all", ...promisesOf(row, by), ...span, result: "stopped", took: seconds })}>
        {countdownText(seconds, { hours: t("clock.hours"), minutes: t("clock.minutes") })}
      </Link>
    );
  }
}

/** Which promises a row counts, by whose they were then; what was nobody's is asked for as that. */
function promisesOf(row: SlaReportRow, by: PartProps["by"]): Partial<Filters> {
  if (by === "clock") return { promise: row.kind };
  return { promise: row.kind, ...(row.group_id === null ? { promise_without: by } : { [`promise_${by}` as const]: row.group_id }) };
}

function tone(share: number | null): Bar["tone"] {
  if (share === null) return "calm";
  return share >= 0.95 ? "good" : share >= 0.8 ? "soon" : "late";
}
