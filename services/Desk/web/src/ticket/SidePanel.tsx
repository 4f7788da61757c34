import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { Link } from "../app/Link";
import { Moment } from "../ui/Age";
import { copyText } from "../ui/copyLink";
import { Icon } from "../ui/Icon";
import { authorName, compactNumber, LabelChip, PlatformMark, StatusChip, TierMark } from "../ui/marks";
import { newestMention } from "./actions";
import { Clocks } from "./Clocks";
import { WhyLabel } from "./WhyLabel";

/** What support needs beside the words: the order number first, then the promises, the person, the reasons. */
export function SidePanel({ detail, onAskOrder }: { detail: TicketDetail; onAskOrder: (text: string) => void }) {
  const { t } = useTranslation();
  const mention = newestMention(detail);
  return (
    <aside className="panel" aria-label={t("ticket.links")}>
      <Order detail={detail} onAsk={onAskOrder} />
      <Clocks clocks={detail.clocks} />
      <Author detail={detail} />
      {mention ? <WhyLabel key={mention.id} mention={mention} ticketId={detail.ticket.id} /> : null}
    </aside>
  );
}

function Order({ detail, onAsk }: { detail: TicketDetail; onAsk: (text: string) => void }) {
  const { t, i18n } = useTranslation();
  const number = detail.ticket.order_number;
  const language = newestMention(detail)?.language.startsWith("zh") ? "zh-CN" : "en";
  return (
    <section className="card order">
      <h2>{t("ticket.order")}</h2>
      {number ? (
        <button className="order-number" onClick={() => void copyText(number, number)} title={t("ticket.copyOrder")}>
          {number} <Icon name="copy" size={14} />
        </button>
      ) : (
        <p className="order-missing">
          <span>{t("ticket.orderMissing")}</span>
          {detail.actions.includes("reply") ? (
            // The question is put in the customer's language, not in the reader's.
            <button className="button small" onClick={() => onAsk(i18n.getFixedT(language)("ticket.orderText"))}>
              {t("ticket.orderAsk")}
            </button>
          ) : null}
        </p>
      )}
    </section>
  );
}

function Author({ detail }: { detail: TicketDetail }) {
  const { t, i18n } = useTranslation();
  const { author } = detail.ticket;
  const earlier = detail.author_tickets.filter((ticket) => ticket.id !== detail.ticket.id);
  return (
    <section className="card">
      <h2>{t("ticket.author")}</h2>
      <p className="author">
        <PlatformMark channel={detail.ticket.channel} />
        <bdi className="author-name">{authorName(author)}</bdi>
        <TierMark tier={author.tier} />
        {author.verified ? (
          <span className="tag good">
            <Icon name="check" size={12} /> {t("ticket.verified")}
          </span>
        ) : null}
      </p>
      <p className="quiet">
        {[
          author.handle && author.handle !== author.name ? `@${author.handle.replace(/^@/, "")}` : null,
          author.followers === null
            ? null
            : t("ticket.followers", { many: compactNumber(author.followers, i18n.language) }),
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </p>
      {detail.continuation_of ? (
        <Link className="related" to={`/tickets/${detail.continuation_of.id}?view=all`}>
          {t("ticket.continuation", { number: detail.continuation_of.number })}
        </Link>
      ) : null}
      {earlier.length === 0 ? (
        <p className="quiet">{t("ticket.firstTime")}</p>
      ) : (
        <>
          <h3>{t("ticket.earlier")}</h3>
          <ul className="earlier">
            {earlier.map((ticket) => (
              <li key={ticket.id}>
                <Link to={`/tickets/${ticket.id}?view=all`}>
                  <span className="row-number">{ticket.number}</span>
                  <LabelChip label={ticket.label} />
                  <StatusChip status={ticket.status} />
                  <span className="item-when">
                    <Moment at={ticket.opened_at} />
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
