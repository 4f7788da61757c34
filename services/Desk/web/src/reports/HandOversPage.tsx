import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { navigate, usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { listAddress, outcomes, type Outcome } from "../queue/views";
import { Moment } from "../ui/Age";
import { More } from "../ui/More";
import { percentText } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { Table } from "../ui/Table";
import { BarChart } from "./BarChart";
import { instants, usePeriod } from "./period";
import { countEach, everyPage } from "./everyPage";
import { ReportFrame } from "./ReportFrame";

const tones: Record<Outcome, "good" | "soon" | "late" | "calm"> = {
  pending: "soon",
  accepted: "good",
  refused: "late",
  timed_out: "late",
  withdrawn: "calm",
  ended: "calm",
};

/** Who holds what for whom, since when, and what came of it; newest first. */
export function HandOversPage() {
  const { t, i18n } = useTranslation();
  const period = usePeriod();
  const { search } = usePlace();
  const pending = search.get("pending") === "yes";
  const { from, to } = instants(period);
  const query = useInfiniteQuery({
    queryKey: ["report", "hand-overs", from, to, pending],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/reports/hand-overs", {
          params: { query: { from, to, pending, ...(pageParam ? { cursor: pageParam } : {}), limit: 200 } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = query.data?.pages.flatMap((page) => page.items) ?? [];
  const counted = useQuery({
    queryKey: ["report", "hand-over outcomes", from, to, pending],
    queryFn: () =>
      countEach(
        (cursor) => take(router.GET("/reports/hand-overs", { params: { query: { from, to, pending, ...(cursor ? { cursor } : {}), limit: 200 } } })),
        (row) => row.outcome,
      ),
  });
  const counts = outcomes.map((outcome) => ({ outcome, count: counted.data?.get(outcome) ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  const ticketsOf = (outcome: Outcome) =>
    listAddress({ view: "all", handed_over: outcome, ...(pending ? { status: ["handed_over"] } : {}), from, to });
  const nameOf = (text: string) => {
    const known = outcomes.find((each) => each === text);
    return known ? t(`reports.outcome.${known}`) : text;
  };

  return (
    <ReportFrame
      query={query}
      isEmpty={rows.length === 0}
      empty={{ icon: "hand", text: t("reports.noHandOvers") }}
      file={{
        name: "hand-overs",
        head: ["ticket", "round", "from", "from_person", "to", "since", "reason", "promised", "order_number", "outcome", "ended_at", "answer", "bounces"],
        rows: async () =>
          (await everyPage(query)).flatMap((page) => page.items).map((row) => [
            row.number,
            row.round,
            row.from.name,
            row.from_agent?.name ?? "",
            row.to.name,
            row.since,
            row.reason,
            row.promised,
            row.order_number ?? "",
            row.outcome,
            row.ended_at ?? "",
            row.answer ?? "",
            row.bounces,
          ]),
      }}
      filter={
        <div className="group-by">
          <button
            className="button small"
            aria-pressed={pending}
            onClick={() => navigate(withSearch({ pending: pending ? null : "yes" }), { replace: true })}
          >
          {t("reports.pendingOnly")}
        </button>
      </div>
    }
  >
      <section className="card">
        <h2>{t("reports.outcomes")}</h2>
        {counted.isPending ? <p className="quiet">{t("app.loading")}</p> : <p className="quiet">{t("reports.shown", { count: all })}</p>}
        <ProblemLine error={counted.error} />
        <BarChart
          bars={counts
            .filter((each) => each.count > 0)
            .map(({ outcome, count }) => ({
              key: outcome,
              name: nameOf(outcome),
              share: count / all,
              text: `${count} · ${percentText(count / all, i18n.language)}`,
              to: ticketsOf(outcome),
              tone: tones[outcome],
            }))}
        />
        <div className="group-by" role="group" aria-label={t("reports.opensTickets")}>
          {counts
            .filter((each) => each.count > 0)
            .map(({ outcome, count }) => (
              <Link
                key={outcome}
                className="button small"
                to={ticketsOf(outcome)}
              >
                {nameOf(outcome)} {count}
              </Link>
            ))}
        </div>
      </section>
      <div className="table-frame flush">
        <Table
          columns={[
            t("reports.ticket"),
            t("reports.fromTo"),
            t("reports.at"),
            t("reports.because"),
            t("reports.waitsFor"),
            t("reports.bounces"),
          ]}
        >
          {rows.map((row) => (
            <tr key={`${row.ticket_id} ${row.round}`}>
              <th scope="row">
                <Link className="link" to={`/tickets/${row.ticket_id}?view=all`}>
                  {row.number}
                </Link>
              </th>
              <td>
                {row.from.name} → {row.to.name}
                {row.from_agent ? <span className="quiet"> {row.from_agent.name}</span> : null}
              </td>
              <td>
                <Moment at={row.since} />
              </td>
              <td className="words">
                {row.reason}
                {row.promised ? <span className="quiet">{` · ${t("app.colon", { name: t("reports.promised"), value: row.promised })}`}</span> : null}
                {row.order_number ? (
                  <>
                    {" "}
                    <span className="quiet figure">{`· ${t("app.colon", { name: t("reports.order"), value: row.order_number })}`}</span>
                  </>
                ) : null}
              </td>
              <td className="corner">
                {nameOf(row.outcome)}
                {row.answer ? <span className="quiet"> {row.answer}</span> : null}
              </td>
              <td>{row.bounces}</td>
            </tr>
          ))}
        </Table>
        <More of={query} />
      </div>
    </ReportFrame>
  );
}
