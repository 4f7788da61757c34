import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { Link } from "../app/Link";
import { unlink } from "../ticket/actions";
import { carryOut } from "../ticket/carryOut";
import { Icon } from "../ui/Icon";
import { LabelChip, StatusChip } from "../ui/marks";
import { linkWord } from "./linkWord";

/** Links that split and merge made belong to the history and stay. */
const fixed = new Set(["split_from", "split_off", "merged_into", "merged_from"]);

/** Tickets that this one has to do with. */
export function LinkedTickets({ detail, onLink }: { detail: TicketDetail; onLink: () => void }) {
  const { t } = useTranslation();
  const links = detail.links ?? [];
  return (
    <section className="card">
      <h2 className="card-head">
        {t("cases.linked")}
        <button className="button small quiet" onClick={onLink}>
          <Icon name="plus" size={12} /> {t("cases.link")}
        </button>
      </h2>
      {links.length === 0 && !detail.continuation_of ? <p className="quiet">{t("cases.none")}</p> : null}
      <ul className="earlier">
        {detail.continuation_of ? (
          <li>
            <Link to={`/tickets/${detail.continuation_of.id}?view=all`}>
              {t("ticket.continuation", { number: detail.continuation_of.number })}
            </Link>
          </li>
        ) : null}
        {links.map(({ kind, ticket }) => (
          <li key={`${kind} ${ticket.id}`} className="linked">
            <Link to={`/tickets/${ticket.id}?view=all`}>
              <span className="quiet">{linkWord(kind, t)}</span>
              <span className="row-number">{ticket.number}</span>
              <LabelChip label={ticket.label} />
              <StatusChip status={ticket.status} />
            </Link>
            {fixed.has(kind) ? null : (
              <button
                className="icon-button"
                aria-label={t("cases.unlink", { number: ticket.number })}
                onClick={() => void carryOut([detail.ticket], unlink(ticket))}
              >
                <Icon name="x" size={12} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
