import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { AuthorTier, TicketDetail } from "../api/types";
import { Link } from "../app/Link";
import { keys, queryClient } from "../app/queries";
import { hasRole, usePerson } from "../app/session";
import { listAddress, tiers } from "../queue/views";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, compactNumber, LabelChip, PlatformMark, StatusChip, TierMark } from "../ui/marks";
import { toast } from "../ui/toast";
import { askOf } from "./asks";
import { ReasonDialog } from "./ReasonDialog";

/** Who wrote, how they are treated, and what there was with them before. */
export function AuthorCard({ detail }: { detail: TicketDetail }) {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const [isChanging, setChanging] = useState(false);
  const { author } = detail.ticket;
  const earlier = detail.author_tickets.filter((ticket) => ticket.id !== detail.ticket.id);
  return (
    <section className="card">
      <h2 className="card-head">
        {t("ticket.author")}
        {hasRole(person, "lead", "admin") ? (
          <button className="button small quiet" onClick={() => setChanging(true)}>
            {t("ticket.tier")}
          </button>
        ) : null}
      </h2>
      <p className="author">
        <PlatformMark channel={detail.ticket.channel} />
        <bdi className="author-name">{authorName(author)}</bdi>
        <TierMark tier={author.tier} />
        {author.erased ? <span className="tag">{t("ticket.erased")}</span> : null}
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
      {earlier.length === 0 ? (
        <p className="quiet">{t("ticket.firstTime")}</p>
      ) : (
        <>
          <h3 className="card-head">
            {t("ticket.earlier")}
            <Link className="link" to={listAddress({ view: "all", channel: [detail.ticket.channel], account: [detail.ticket.account], author: author.id })}>
              {t("ticket.allOfAuthor")}
            </Link>
          </h3>
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
      {isChanging ? <TierDialog detail={detail} onClose={() => setChanging(false)} /> : null}
    </section>
  );
}

function TierDialog({ detail, onClose }: { detail: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const { author, channel, account, id } = detail.ticket;
  const [seen, setSeen] = useState<AuthorTier>(author.tier);
  const [tier, setTier] = useState<AuthorTier>(author.tier);

  async function change(reason: string) {
    try {
      await take(
        router.PUT("/authors/tier", {
          params: { header: { "If-Match": `"${seen}"` } },
          body: { channel, account, author_id: author.id, tier, reason },
        }),
      );
      toast(t("action.done.tier", { name: authorName(author), tier: t(`tier.${tier}`) }));
      void queryClient.invalidateQueries({ queryKey: keys.ticket(id) });
      void queryClient.invalidateQueries({ queryKey: keys.lists });
      onClose();
      return null;
    } catch (error) {
      const problem = asProblem(error);
      if (problem.status === 412) await queryClient.invalidateQueries({ queryKey: keys.ticket(id) });
      return problem;
    }
  }

  return (
    <ReasonDialog
      ask={askOf("tier", [detail.ticket])}
      title={t("ticket.tierTitle", { name: authorName(author) })}
      label={t("action.waitReason")}
      submit={t("app.save")}
      onClose={onClose}
      onSubmit={change}
    >
      <div className="choices">
        {tiers.map((each) => (
          <label key={each}>
            <input type="radio" name="tier" checked={tier === each} onChange={() => setTier(each)} />
            {t(`tier.${each}`)}
          </label>
        ))}
      </div>
      {author.tier !== seen ? (
        <p className="caution" role="alert">
          {t("ticket.tierMeanwhile", { tier: t(`tier.${author.tier}`) })}{" "}
          <button type="button" className="button small" onClick={() => setSeen(author.tier)}>
            {t("app.keepMine")}
          </button>
        </p>
      ) : null}
      {tier === "blocked" ? <p className="caution">{t("ticket.tierBlocked")}</p> : null}
    </ReasonDialog>
  );
}
