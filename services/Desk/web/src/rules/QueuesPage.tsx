import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { queuesQuery } from "../queue/team";
import { listAddress } from "../queue/views";
import { Link } from "../app/Link";
import { Icon } from "../ui/Icon";
import { platformName } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { Table } from "../ui/Table";
import { useCalendars } from "./queries";
import { QueueDialog } from "./QueueDialog";
import { RulesBar } from "./RulesBar";

/** Which mentions come to which team, and by which calendar it works. */
export function QueuesPage() {
  const { t, i18n } = useTranslation();
  const [edited, setEdited] = useState<string | null>(null);
  const calendars = useCalendars().data;
  const query = useQuery(queuesQuery);
  return (
    <main className="admin">
      <RulesBar>
        <button className="button primary bar-end" onClick={() => setEdited("new")}>
          <Icon name="plus" size={14} /> {t("rules.queue.new")}
        </button>
      </RulesBar>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      <div className="table-frame">
        <Table
          columns={[
            t("rules.queue.name"),
            t("rules.channels"),
            t("rules.policy.calendar"),
            t("rules.queue.members"),
            t("board.open"),
            t("board.unassigned"),
          ]}
        >
          {query.data?.items.map((queue) => (
            <tr key={queue.id}>
              <th scope="row">
                <button className="link" onClick={() => setEdited(queue.id)}>
                  {queue.name}
                </button>{" "}
                {queue.is_default ? <span className="tag">{t("rules.queue.default")}</span> : null}
              </th>
              <td>
                {queue.channels.length === 0 ? t("rules.queue.rest") : queue.channels.map((channel) => platformName(channel, i18n.language)).join(t("app.comma"))}
                {queue.accounts.length > 0 ? <span className="quiet"> · {queue.accounts.join(t("app.comma"))}</span> : null}
              </td>
              <td>{calendars?.find((each) => each.id === queue.calendar_id)?.definition.name}</td>
              <td>{queue.members}</td>
              <td>
                <Link className="link" to={listAddress({ view: "team", queue: [queue.id] })}>
                  {queue.open_tickets}
                </Link>
              </td>
              <td>
                <Link className="link" to={listAddress({ view: "unassigned", queue: [queue.id] })}>
                  {queue.unassigned}
                </Link>
              </td>
            </tr>
          ))}
        </Table>
        {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      </div>
      {edited ? (
        <QueueDialog
          queue={query.data?.items.find((queue) => queue.id === edited) ?? null}
          calendars={calendars?.map((each) => ({ id: each.id, name: each.definition.name }))}
          onClose={() => setEdited(null)}
        />
      ) : null}
    </main>
  );
}
