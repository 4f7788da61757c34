import { useTranslation } from "react-i18next";
import type { PraisePost } from "../api/types";
import { OutsideLink } from "../ticket/OutsideLink";
import { Age } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, compactNumber, LabelChip, PlatformMark, TierMark } from "../ui/marks";

interface Props {
  post: PraisePost;
  busy: boolean;
  onRelabel: () => void;
}

/** One post in praise: who said what, how sure that is, and how far marketing is with it. */
export function PraisePostRow({ post, busy, onRelabel }: Props) {
  const { t, i18n } = useTranslation();
  const { mention } = post;
  const author = authorName(mention.author);
  return (
    <article className="praise-row" tabIndex={-1} aria-label={author}>
      <header className="row-head">
        <PlatformMark channel={mention.channel} />
        <bdi className="row-author">{author}</bdi>
        <TierMark tier={mention.author.tier} />
        {mention.author.followers ? (
          <span className="row-number" title={t("queue.praise.followers")}>
            <Icon name="people" size={12} /> {compactNumber(mention.author.followers, i18n.language)}
          </span>
        ) : null}
        <span className="row-number">
          <Age since={mention.posted_at} ago />
        </span>
        <OutsideLink href={mention.permalink ?? null} text="" />
      </header>
      <p className="praise-said">
        <bdi>{mention.text}</bdi>
      </p>
      <div className="praise-side">
        {post.status === "found" ? null : <span className="tag good">{t(`queue.praise.status.${post.status}`)}</span>}
        <LabelChip label={mention.label} {...sureness(post)} review={mention.needs_review} />
        <button
          className="button small"
          aria-label={t("queue.praise.changeLabel", { author })}
          title={`${t("action.relabel")} (1 3 4)`}
          disabled={busy}
          onClick={onRelabel}
        >
          <Icon name="tag" size={13} /> {t("action.relabel")}
        </button>
      </div>
    </article>
  );
}

/** How sure the classifier was; nothing where a person has said it. */
function sureness({ mention }: PraisePost): { confidence?: number } {
  return mention.relabelled_by ? {} : { confidence: mention.scores[mention.label] };
}
