import { useTranslation } from "react-i18next";
import type { AgentView } from "../api/types";
import { Link } from "../app/Link";
import { listAddress } from "../queue/views";
import { Moment } from "../ui/Age";
import { nameOf } from "../ui/names";
import { ProblemLine } from "../ui/ProblemLine";
import { Table } from "../ui/Table";
import { useStaff, useTeam } from "./useTeam";

/** Who works tickets: there or not, on shift or when next, and how full. */
export function TeamPage() {
  const { t, i18n } = useTranslation();
  const query = useTeam();
  const staff = useStaff();
  // Who takes no tickets has an account here, and no place in the team.
  const agents = (query.data?.items ?? []).filter(
    (agent) => agent.capacity > 0 || agent.open_tickets > 0 || agent.queues.length > 0,
  );
  return (
    <main className="admin">
      <header className="bar">
        <h1>{t("team.title")}</h1>
        <span className="quiet">
          {t("team.there", { there: agents.filter((agent) => agent.online).length, count: agents.length })}
        </span>
      </header>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      <div className="table-frame">
        <Table
          className="team-table"
          columns={[
            t("team.name"),
            t("team.shift"),
            t("board.load"),
            t("rules.queues"),
            t("team.languages"),
            t("team.skills"),
            t("team.rate.title"),
          ]}
        >
          {agents.map((agent) => {
            const member = staff?.get(agent.id);
            return (
              <tr key={agent.id}>
                <th scope="row">
                  <span className="lane-name">
                    <span
                      className={agent.online ? "presence-dot on" : "presence-dot"}
                      role="img"
                      aria-label={agent.online ? t("board.online") : t("board.offline")}
                    />
                    <Link className="link" to={`/team/${agent.id}`}>
                      <bdi>{agent.name}</bdi>
                    </Link>
                  </span>
                </th>
                <td className="corner">
                  {member === undefined ? (
                    "–"
                  ) : member.on_shift && !member.next_shift_at ? (
                    <span className="quiet">{t("team.anyTime")}</span>
                  ) : member.on_shift ? (
                    <span className="tag good">{t("team.onShift")}</span>
                  ) : member.next_shift_at ? (
                    <span className="quiet">
                      {t("team.next")} <Moment at={member.next_shift_at} />
                    </span>
                  ) : (
                    <span className="tag">{t("team.offShift")}</span>
                  )}
                </td>
                <td>
                  <LoadBar agent={agent} />
                </td>
                <td>{agent.queues.map((queue) => queue.name).join(t("app.comma")) || "–"}</td>
                <td>{agent.languages.map((each) => nameOf("language", each, i18n.language)).join(t("app.comma")) || "–"}</td>
                <td>{agent.skills.length === 0 ? "–" : agent.skills.join(t("app.comma"))}</td>
                <td>{member?.rate ? t("team.rate.text", { tickets: member.rate.tickets, minutes: member.rate.minutes }) : "–"}</td>
              </tr>
            );
          })}
        </Table>
        {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
        {query.data && agents.length === 0 ? <p className="quiet padded">{t("board.noPeople")}</p> : null}
      </div>
    </main>
  );
}

function LoadBar({ agent }: { agent: AgentView }) {
  const { t } = useTranslation();
  const share = Math.min(1, agent.open_tickets / Math.max(1, agent.capacity));
  return (
    <Link className="load-cell" to={listAddress({ view: "team", assignee: [agent.id] })}>
      <span className={share >= 1 ? "load-bar full" : "load-bar"} aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
      {t("board.capacity", { open: agent.open_tickets, capacity: agent.capacity })}
    </Link>
  );
}
