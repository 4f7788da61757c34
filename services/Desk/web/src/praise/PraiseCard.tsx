import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { OutsideLink } from "../ticket/OutsideLink";
import { Moment, moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, compactNumber, percentText, PlatformMark, TierMark } from "../ui/marks";
import { nameOf } from "../ui/names";
import { lastDay } from "./days";
import { MediaLinks, RightsMark } from "./marks";
import type { PraiseItem } from "./types";

/** One kind word, with what decides whether it is worth showing and whether it may be. */
export function PraiseCard({ item, busy, onMove }: { item: PraiseItem; busy: boolean; onMove: () => void }) {
  const { t, i18n } = useTranslation();
  const { mention } = item;
  const isListed = item.status === "shortlisted";
  return (
    <article className="praise-card">
      <header>
        <PlatformMark channel={mention.channel} />
        <bdi className="who">{authorName(mention.author)}</bdi>
        <TierMark tier={mention.author.tier} />
        <span className="item-when">
          <Moment at={mention.posted_at} />
        </span>
      </header>
      <Link to={`/praise/${item.id}`} className="card-open">
        <blockquote className="words" dir="auto">
          {mention.text}
        </blockquote>
      </Link>
      <MediaLinks media={mention.media ?? []} />
      <p className="praise-facts">
        {item.status === "found" ? null : <RightsMark status={item.status} />}
        {(item.reach ?? 0) > 0 ? (
          <span>
            <Icon name="people" size={14} /> {t("praise.reach", { many: compactNumber(item.reach ?? 0, i18n.language) })}
          </span>
        ) : null}
        {(item.engagement ?? 0) > 0 ? (
          <span>{t("praise.engagement", { many: compactNumber(item.engagement ?? 0, i18n.language) })}</span>
        ) : null}
        <span>{nameOf("language", mention.language, i18n.language)}</span>
        <span>{t("praise.sure", { percent: percentText(mention.scores.praise, i18n.language) })}</span>
        {item.planned_for ? (
          <span>
            <Icon name="clock" size={14} /> {moment(item.planned_for, i18n.language)}
          </span>
        ) : null}
        {item.grant?.expires_at ? <span>{t("praise.allowedUntil", { day: lastDay(item.grant.expires_at, i18n.language) })}</span> : null}
      </p>
      <footer>
        {item.status === "found" || isListed ? (
          <button className="button small" aria-pressed={isListed} disabled={busy} onClick={onMove}>
            <Icon name={isListed ? "x" : "star"} size={14} /> {isListed ? t("praise.remove") : t("praise.shortlist")}
          </button>
        ) : (
          <Link to={`/praise/${item.id}`} className="button small">
            {t("praise.openRights")}
          </Link>
        )}
        <OutsideLink href={mention.permalink} text={t("praise.open")} />
      </footer>
    </article>
  );
}
