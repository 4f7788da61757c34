import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { navigate, usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { listAddress, reopenCauses } from "../queue/views";
import { Moment } from "../ui/Age";
import { More } from "../ui/More";
import { percentText } from "../ui/marks";
import { Table } from "../ui/Table";
import { BarChart } from "./BarChart";
import { instants, usePeriod } from "./period";
import { everyPage } from "./everyPage";
import { ReportFrame } from "./ReportFrame";

/** Which tickets came back, because of what, and who had resolved them. */
export function ReopensPage() {
  const { t, i18n } = useTranslation();
  const period = usePeriod();
  const asked = usePlace().search.get("cause");
  const cause = reopenCauses.find((each) => each === asked);
  const query = useInfiniteQuery({
    queryKey: ["report", "reopens", period.from, period.to, cause],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/reports/reopens", {
          params: { query: { ...instants(period), ...(cause ? { cause } : {}), ...(pageParam ? { cursor: pageParam } : {}), limit: 100 } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.rows.next,
  });
  const counts = query.data?.pages[0]?.causes ?? [];
  const rows = query.data?.pages.flatMap((page) => page.rows.items) ?? [];
  const total = counts.reduce((sum, each) => sum + each.count, 0);
  const ticketsOf = (text: string | undefined) =>
    listAddress({ view: "all", reopened: reopenCauses.find((each) => each === text) ?? "any", ...instants(period) });
  const nameOf = (text: string) => {
    const known = reopenCauses.find((each) => each === text);
    return known ? t(`reports.cause.${known}`) : text;
  };

  return (
    <ReportFrame
      query={query}
      isEmpty={total === 0}
      empty={{ icon: "reopen", text: t("reports.noReopens") }}
      file={{
        name: "reopenings",
        head: ["ticket", "cycle", "at", "cause", "reason", "by", "resolved_by", "queue"],
        rows: async () =>
          (await everyPage(query))
            .flatMap((page) => page.rows.items)
            .map((row) => [row.number, row.cycle, row.at, row.cause, row.reason ?? "", row.by, row.resolved_by ?? "", row.queue.name]),
      }}
    >
      <section className="card">
        <h2>{t("reports.reopenCauses")}</h2>
        <BarChart
          bars={counts.map((each) => ({
            key: each.cause,
            name: nameOf(each.cause),
            share: each.count / total,
            text: `${each.count} · ${percentText(each.count / total, i18n.language)}`,
            to: ticketsOf(each.cause),
            tone: "calm",
          }))}
        />
        <div className="group-by" role="group" aria-label={t("reports.reopenCauses")}>
          {counts.map((each) => (
            <button
              key={each.cause}
              className="button small"
              aria-pressed={each.cause === cause}
              onClick={() => navigate(withSearch({ cause: each.cause === cause ? null : each.cause }), { replace: true })}
            >
              {nameOf(each.cause)} {each.count}
            </button>
          ))}
          <Link className="link" to={ticketsOf(cause)}>
            {cause ? t("reports.openTicketsOf", { cause: nameOf(cause) }) : t("reports.openTickets")}
          </Link>
        </div>
      </section>
      <div className="table-frame flush">
        <Table
          columns={[
            t("reports.ticket"),
            t("reports.at"),
            t("reports.because"),
            t("reports.by_whom"),
            t("reports.resolvedBy"),
            t("reports.group.queue"),
          ]}
        >
          {rows.map((row) => (
            <tr key={`${row.ticket_id} ${row.cycle} ${row.at}`}>
              <th scope="row">
                <Link className="link" to={`/tickets/${row.ticket_id}?view=all`}>
                  {row.number}
                </Link>
              </th>
              <td className="corner">
                <Moment at={row.at} />
              </td>
              <td className="words">
                {nameOf(row.cause)} <span className="quiet">{row.reason}</span>
              </td>
              <td>
                <bdi>{row.by === "customer" ? t("reports.customer") : row.by}</bdi>
              </td>
              <td>
                <bdi>{row.resolved_by ?? "–"}</bdi>
              </td>
              <td>{row.queue.name}</td>
            </tr>
          ))}
        </Table>
        <More of={query} />
      </div>
    </ReportFrame>
  );
}
