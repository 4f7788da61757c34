import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { PauseReportRow } from "../api/leadTypes";
import { navigate, usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { listAddress, type Filters } from "../queue/views";
import { Moment } from "../ui/Age";
import { More } from "../ui/More";
import { countdownText } from "../ui/countdown";
import { Icon } from "../ui/Icon";
import { percentText } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { Table } from "../ui/Table";
import { BarChart } from "./BarChart";
import { instants, usePeriod } from "./period";
import { ReportFrame } from "./ReportFrame";

/** How much of the time clocks stood still, by whose word, and where a customer was waiting all the while. */
export function PausesPage() {
  const { t, i18n } = useTranslation();
  const period = usePeriod();
  const agent = usePlace().search.get("agent");
  const query = useQuery({
    queryKey: ["report", "pauses", period.from, period.to],
    queryFn: () => take(router.GET("/reports/pauses", { params: { query: instants(period) } })),
  });
  const rows = query.data?.agents ?? [];
  const words = { hours: t("clock.hours"), minutes: t("clock.minutes") };

  const percentOf = ({ paused_share: share }: PauseReportRow) => (share === null ? "–" : percentText(share, i18n.language));

  /** A figure, and the tickets that it counts. */
  function opening(figure: number, text: ReactNode, tickets: Partial<Filters>, opens?: string) {
    if (figure === 0) return text;
    return (
      <Link className="link" aria-label={opens} title={opens} to={listAddress({ view: "all", ...tickets, ...instants(period) })}>
        {text}
      </Link>
    );
  }

  return (
    <ReportFrame
      query={query}
      isEmpty={rows.length === 0}
      empty={{ icon: "pause", text: t("reports.noPauses") }}
      file={{
        name: "pauses",
        head: ["agent", "pauses", "flagged", "paused_seconds", "used_seconds", "paused_share"],
        rows: () =>
          rows.map((row) => [row.name, row.pauses, row.flagged, row.paused_seconds, row.used_seconds, row.paused_share]),
      }}
      below={<Flagged agent={agent} name={rows.find((row) => row.agent_id === agent)?.name} />}
    >
      <section className="card">
        <h2>{t("reports.pausedShare")}</h2>
        <BarChart
          bars={rows.map((row) => ({
            key: row.agent_id,
            name: row.name,
            share: row.paused_share,
            text: percentOf(row),
            to: row.paused_share === null ? undefined : listAddress({ view: "all", ...shareOf(row), ...instants(period) }),
            tone: row.flagged > 0 ? "late" : "calm",
          }))}
        />
      </section>
      <div className="table-frame flush">
        <Table
          className="figures"
          caption={t("reports.pausedShare")}
          columns={[
            t("reports.group.agent"),
            t("reports.pausedShare"),
            t("reports.pauses"),
            t("reports.flagged"),
            t("reports.paused"),
            t("reports.used"),
          ]}
        >
          {rows.map((row) => (
            <tr key={row.agent_id}>
              <th scope="row">
                <bdi>{row.name}</bdi>
              </th>
              <td>
                {opening(
                  row.paused_seconds + row.used_seconds,
                  percentOf(row),
                  shareOf(row),
                  t(`reports.shareOpens.${row.paused_seconds > 0 ? "paused" : "worked"}`, { share: percentOf(row) }),
                )}
              </td>
              <td>{opening(row.pauses, row.pauses, { paused_by: row.agent_id, paused: "set" })}</td>
              <td>
                {row.flagged === 0 ? (
                  0
                ) : (
                  <button className="link late" onClick={() => navigate(withSearch({ agent: agent === row.agent_id ? null : row.agent_id }), { replace: true })}>
                    <Icon name="warning" size={13} /> {row.flagged}
                  </button>
                )}
              </td>
              <td>{opening(row.paused_seconds, countdownText(row.paused_seconds, words), stoodStill(row))}</td>
              <td>
                {opening(row.used_seconds, countdownText(row.used_seconds, words), workedOn(row))}
              </td>
            </tr>
          ))}
        </Table>
      </div>
    </ReportFrame>
  );
}

function stoodStill(row: PauseReportRow): Partial<Filters> {
  return { paused_by: row.agent_id, paused: "lasting" };
}

function workedOn(row: PauseReportRow): Partial<Filters> {
  return { promise: "resolution", result: "stopped", promise_agent: row.agent_id };
}

/** What stood still makes the share what it is; where nothing did, all that was worked on. */
function shareOf(row: PauseReportRow): Partial<Filters> {
  return row.paused_seconds > 0 ? stoodStill(row) : workedOn(row);
}

/** Each pause that was set while a customer post had no answer, newest first. */
function Flagged({ agent, name }: { agent: string | null; name: string | undefined }) {
  const { t } = useTranslation();
  const period = usePeriod();
  const query = useInfiniteQuery({
    queryKey: ["report", "flagged", period.from, period.to, agent],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/reports/pauses/flagged", {
          params: { query: { ...instants(period), ...(agent ? { agent } : {}), ...(pageParam ? { cursor: pageParam } : {}), limit: 50 } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const pauses = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (pauses.length === 0) return <ProblemLine error={query.error} />;
  return (
    <section>
      <header className="section-head">
        <h2>{name ? t("reports.flaggedOf", { name }) : t("reports.flaggedAll")}</h2>
        {agent ? (
          <button className="button small quiet" onClick={() => navigate(withSearch({ agent: null }), { replace: true })}>
            <Icon name="x" size={12} /> {t("queue.clear")}
          </button>
        ) : null}
      </header>
      <div className="table-frame flush">
        <Table
          columns={[
            t("reports.ticket"),
            t("reports.at"),
            t("reports.group.agent"),
            t("reports.waitsFor"),
            t("reports.reason"),
            t("reports.group.queue"),
          ]}
        >
          {pauses.map((pause) => (
            <tr key={`${pause.ticket_id} ${pause.at}`}>
              <th scope="row">
                <Link className="link" to={`/tickets/${pause.ticket_id}?view=all`}>
                  {pause.number}
                </Link>
              </th>
              <td className="corner">
                <Moment at={pause.at} />
              </td>
              <td>
                <bdi>{pause.by}</bdi>
              </td>
              <td>{pause.for === "waiting_customer" ? t("status.waiting_customer") : pause.for === "waiting_third_party" ? t("status.waiting_third_party") : pause.for}</td>
              <td className="words">{pause.reason}</td>
              <td>{pause.queue.name}</td>
            </tr>
          ))}
        </Table>
        <More of={query} />
      </div>
    </section>
  );
}
