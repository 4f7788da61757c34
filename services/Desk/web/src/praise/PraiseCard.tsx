import { useTranslation } from "react-i18next";
import type { PraiseItem } from "../api/types";
import { OutsideLink } from "../ticket/OutsideLink";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, compactNumber, percentText, PlatformMark, TierMark } from "../ui/marks";

/** One kind word, with what decides whether it is worth showing. */
export function PraiseCard({ item, onMove }: { item: PraiseItem; onMove: () => void }) {
  const { t, i18n } = useTranslation();
  const { mention } = item;
  const isListed = item.status === "shortlisted";
  const media = mention.media?.length ?? 0;
  return (
    <article className={isListed ? "praise-card listed" : "praise-card"}>
      <header>
        <PlatformMark channel={mention.channel} />
        <bdi className="who">{authorName(mention.author)}</bdi>
        <TierMark tier={mention.author.tier} />
        <span className="item-when">
          <Moment at={mention.posted_at} />
        </span>
      </header>
      <blockquote className="words" dir="auto">
        {mention.text}
      </blockquote>
      <p className="praise-facts">
        {mention.author.followers === null ? null : (
          <span>
            <Icon name="people" size={14} /> {t("praise.reach", { many: compactNumber(mention.author.followers, i18n.language) })}
          </span>
        )}
        <span>{t("praise.sure", { percent: percentText(mention.scores.praise, i18n.language) })}</span>
        <span lang={i18n.language}>{languageName(mention.language, i18n.language)}</span>
        {media > 0 ? <span>{t("ticket.media", { count: media })}</span> : null}
      </p>
      <footer>
        {item.status === "found" || isListed ? (
          <button className={isListed ? "button" : "button primary"} aria-pressed={isListed} onClick={onMove}>
            <Icon name={isListed ? "x" : "star"} size={14} /> {isListed ? t("praise.remove") : t("praise.shortlist")}
          </button>
        ) : null}
        <OutsideLink href={mention.permalink} text={t("praise.open")} />
      </footer>
    </article>
  );
}

function languageName(code: string, reader: string): string {
  try {
    return new Intl.DisplayNames([reader], { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}
