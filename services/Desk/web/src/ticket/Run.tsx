import { useTranslation } from "react-i18next";
import type { TimelineItem } from "../api/types";
import { Age, Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, LabelChip } from "../ui/marks";
import { OutsideLink } from "./OutsideLink";
import type { Run as Posts } from "./runs";
import { Copies } from "./Timeline";

/** Several posts in a row as one card with a counter. */
export function Run({ items, copies }: { items: Posts; copies: ReadonlyMap<string, readonly TimelineItem[]> }) {
  const { t } = useTranslation();
  const [first] = items;
  if (!first.mention) return null;
  return (
    <article className="post run">
      <header>
        <bdi className="who">{authorName(first.mention.author)}</bdi>
        <span className="quiet">{t(`kind.${first.mention.kind}`)}</span>
        <span className="counter burst">
          <Icon name="burst" size={13} /> {t("queue.posts", { count: items.length })}
        </span>
        {first.mention.visibility === "private" ? <span className="tag private">{t("ticket.private")}</span> : null}
        {first.unanswered ? (
          <span className="tag waiting">
            {t("ticket.unanswered")} · <Age since={first.mention.posted_at} />
          </span>
        ) : null}
      </header>
      {items.map((item) => (
        <div key={item.id} className="run-line">
          <Line item={item} />
          <Copies copies={copies.get(item.id) ?? []} />
        </div>
      ))}
    </article>
  );
}

function Line({ item }: { item: TimelineItem }) {
  const { mention } = item;
  if (!mention) return null;
  return (
    <p className="words" dir="auto">
      <bdi>{mention.text}</bdi>
      <LabelChip label={mention.label} review={mention.needs_review} />
      <span className="item-when">
        <OutsideLink href={mention.permalink} text="" /> <Moment at={item.at} />
      </span>
    </p>
  );
}
