import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { SimilarTicket, TicketDetail } from "../api/types";
import { Link } from "../app/Link";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { percentText, StatusChip } from "../ui/marks";

/** What was like this before, and how that was solved; nothing where nothing was. */
export function SimilarCard({ detail: { ticket } }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["similar", ticket.id],
    queryFn: () => take(router.GET("/tickets/{id}/similar", { params: { path: { id: ticket.id } } })),
    staleTime: 5 * 60_000,
  });
  const similar = query.data ?? [];
  return (
    <section className="card">
      <h2>{t("ticket.similar")}</h2>
      {similar.length === 0 ? <p className="quiet">{query.isPending ? t("app.loading") : t("ticket.noSimilar")}</p> : null}
      <ul className="similar">
        {similar.map((other) => (
          <Similar key={other.id} other={other} />
        ))}
      </ul>
    </section>
  );
}

function Similar({ other }: { other: SimilarTicket }) {
  const { t, i18n } = useTranslation();
  const { solution } = other;
  return (
    <li>
      <Link to={`/tickets/${other.id}?view=all`}>
        <span className="similar-head">
          <span className="row-number">{other.number}</span>
          <StatusChip status={other.status} />
          <span className="quiet">
            {other.same_order
              ? t("ticket.sameOrder")
              : `${other.same_author ? `${t("ticket.sameAuthor")} · ` : ""}${percentText(other.likeness, i18n.language)}`}
          </span>
          <span className="item-when">
            <Moment at={other.opened_at} />
          </span>
        </span>
        <bdi className="similar-text">{other.first_line}</bdi>
        {solution ? (
          <span className="similar-answer">
            <Icon name="check" size={13} />
            <span>
              <bdi>{solution.answer ?? solution.reason ?? t("ticket.solvedSilently")}</bdi>
              {solution.by ? <span className="quiet"> · {solution.by}</span> : null}
            </span>
          </span>
        ) : null}
      </Link>
    </li>
  );
}
