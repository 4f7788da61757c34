import { memo, useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { said } from "../api/problem";
import type { LinkAttachment, TicketDetail, TicketRow, TimelineItem } from "../api/types";
import { usePerson } from "../app/session";
import { useAgents, useQueues } from "../queue/team";
import { Age, ageText, Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, LabelChip } from "../ui/marks";
import { retryReply } from "./actions";
import { carryOut } from "./carryOut";
import { eventLine, eventReason, isQuiet } from "./events";
import { OutsideLink } from "./OutsideLink";
import { Run } from "./Run";
import { folded, inRuns } from "./runs";
import { useSeen } from "./seen";

/**
 * What has happened, oldest first, with the customer's unanswered posts marked. It opens at its end and stays there;
 * whoever has gone back to read is left where they are, and told that there is something new.
 */
export const Timeline = memo(function Timeline({ detail }: { detail: TicketDetail }) {
  const { t } = useTranslation();
  const person = usePerson();
  const end = useRef<HTMLDivElement>(null);
  const [everything, setEverything] = useState(false);
  const { items: shown, copies } = folded(detail.timeline);
  const items = everything ? shown : shown.filter((item) => !isQuiet(item));
  const hidden = shown.length - shown.filter((item) => !isQuiet(item)).length;
  const last = items.at(-1)?.id;
  const own = items.findLast((item) => item.reply && !item.reply.by_program && item.by === person.display_name)?.id;
  const ownBefore = useRef(own);
  const isAtEnd = useInView(end);
  const wasAtEnd = useRef(true);
  const isSeen = useSeen(detail, isAtEnd);

  // Before the page is painted: what is new has not pushed the end out of sight yet.
  useLayoutEffect(() => {
    if (wasAtEnd.current || own !== ownBefore.current) showEnd();
    ownBefore.current = own;
  }, [last, own]);
  useEffect(() => {
    wasAtEnd.current = isAtEnd;
  }, [isAtEnd]);

  function showEnd() {
    end.current?.scrollIntoView({ block: "end" });
  }

  return (
    <div className="timeline">
      {hidden > 0 ? (
        <button className="timeline-steps" onClick={() => setEverything(!everything)}>
          {everything ? t("event.hideSteps") : `${t("event.showAll")} (${hidden})`}
        </button>
      ) : null}
      <ol aria-label={t("ticket.timeline")}>
        {inRuns(items).map(([item, ...more]) => (
          <li key={item.id} className={`item ${item.type}${item.unanswered ? " unanswered" : ""}`}>
            {more.length > 0 ? (
              <Run items={[item, ...more]} copies={copies} />
            ) : (
              <Entry item={item} ticket={detail.ticket} copies={copies.get(item.id) ?? []} />
            )}
          </li>
        ))}
      </ol>
      {isSeen || isAtEnd ? null : (
        <button className="held timeline-new" onClick={showEnd}>
          <Icon name="down" size={13} /> {t("ticket.newBelow")}
        </button>
      )}
      <div ref={end} className="timeline-end" />
    </div>
  );
});

/** Whether the end of the list is on the screen, or nearly so. */
function useInView(end: RefObject<HTMLElement | null>): boolean {
  const [isIn, setIn] = useState(true);
  useEffect(() => {
    const element = end.current;
    if (element === null) return undefined;
    const observer = new IntersectionObserver((entries) => setIn(entries.at(-1)?.isIntersecting ?? true));
    observer.observe(element);
    return () => observer.disconnect();
  }, [end]);
  return isIn;
}

interface EntryProps {
  item: TimelineItem;
  /** Null where nothing can be done from here. */
  ticket: TicketRow | null;
  /** Posts that say nearly the same. */
  copies: readonly TimelineItem[];
}

export function Entry({ item, ticket, copies }: EntryProps) {
  if (item.mention) return <Post item={item} mention={item.mention} copies={copies} />;
  if (item.reply) return <Reply item={item} reply={item.reply} ticket={ticket} />;
  return item.type === "note" ? <Note item={item} /> : <Happening item={item} />;
}

type Mention = NonNullable<TimelineItem["mention"]>;

function Post({ item, mention, copies }: { item: TimelineItem; mention: Mention; copies: readonly TimelineItem[] }) {
  const { t } = useTranslation();
  const delay = (Date.parse(mention.received_at) - Date.parse(mention.posted_at)) / 1_000;
  const media = mention.media?.length ?? 0;
  return (
    <article className="post">
      <header>
        <bdi className="who">{authorName(mention.author)}</bdi>
        <span className="quiet">{t(`kind.${mention.kind}`)}</span>
        {mention.visibility === "private" ? <span className="tag private">{t("ticket.private")}</span> : null}
        {item.unanswered ? (
          <span className="tag waiting">
            {t("ticket.unanswered")} · <Age since={mention.posted_at} />
          </span>
        ) : null}
        <span className="item-when">
          <Moment at={item.at} />
        </span>
      </header>
      <p className="words" dir="auto">
        {mention.text}
      </p>
      <Copies copies={copies} />
      <footer>
        <LabelChip label={mention.label} confidence={mention.scores[mention.label]} review={mention.needs_review} />
        {mention.rating ? (
          <span>
            <Icon name="star" size={13} /> {t("ticket.rating", { count: mention.rating })}
          </span>
        ) : null}
        {media > 0 ? <span>{t("ticket.media", { count: media })}</span> : null}
        {delay > 15 * 60 ? <span>{t("ticket.received", { delay: ageText(delay, t) })}</span> : null}
        <OutsideLink href={mention.permalink} />
      </footer>
    </article>
  );
}

type ReplyPart = NonNullable<TimelineItem["reply"]>;

function Reply({ item, reply, ticket }: { item: TimelineItem; reply: ReplyPart; ticket: TicketRow | null }) {
  const { t } = useTranslation();
  const failed = reply.status === "failed" || reply.status === "unknown";
  return (
    <article className="post reply">
      <header>
        <bdi className="who">{item.by}</bdi>
        {reply.by_program ? (
          <span className="tag" title={t("ticket.byProgramHint")}>
            <Icon name="plug" size={12} /> {t("ticket.byProgram")}
          </span>
        ) : null}
        <span className={`tag ${reply.by_hand ? "waiting" : reply.status}`}>
          {reply.by_hand ? t("replyStatus.byHand") : t(`replyStatus.${reply.status}`)}
        </span>
        <span className="item-when">
          <Moment at={item.at} />
        </span>
      </header>
      <p className="words" dir="auto">
        {item.text}
      </p>
      <Attachments links={item.links} />
      {failed ? (
        <footer className="fault">
          <span>{reply.failure_reason ? said(reply.failure_reason) : null}</span>
          {reply.status === "unknown" ? <span>{t("replyStatus.retryUnknown")}</span> : null}
          {ticket ? (
            <button className="button small" onClick={() => void carryOut([ticket], retryReply(reply.id))}>
              {t("replyStatus.retry")}
            </button>
          ) : null}
        </footer>
      ) : null}
    </article>
  );
}

function Note({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  return (
    <article className="post note-card">
      <header>
        <Icon name="note" size={14} />
        <bdi className="who">{item.by}</bdi>
        <span className="quiet">{t("ticket.noteFor")}</span>
        <span className="item-when">
          <Moment at={item.at} />
        </span>
      </header>
      <p className="words" dir="auto">
        {item.text}
      </p>
      <Attachments links={item.links} />
    </article>
  );
}

/** Links that were given with words; nobody has followed them. */
function Attachments({ links }: { links: readonly LinkAttachment[] | undefined }) {
  if (!links || links.length === 0) return null;
  return (
    <ul className="attachments">
      {links.map((link) => (
        <li key={link.url}>
          <OutsideLink href={link.url} text={link.title} />
        </li>
      ))}
    </ul>
  );
}

/** Nearly the same words again and again are one line with a counter. */
export function Copies({ copies }: { copies: readonly TimelineItem[] }) {
  const { t } = useTranslation();
  if (copies.length === 0) return null;
  return (
    <details className="copies">
      <summary>{t("ticket.copies", { count: copies.length })}</summary>
      <ul>
        {copies.map((item) => (
          <li key={item.id}>
            <span dir="auto">{item.mention?.text}</span> <Moment at={item.at} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function Happening({ item }: { item: TimelineItem }) {
  const { t } = useTranslation();
  const agents = useAgents();
  const queues = useQueues();
  const line = eventLine(
    item,
    t,
    (id) => [...agents, ...queues].find((each) => each.id === id)?.name ?? t("queue.nobody"),
  );
  const reason = eventReason(item, t);
  const who = item.by === "system" ? null : item.by === "customer" ? t("event.customer") : item.by;
  return (
    <p className={`happening ${line.tone}`}>
      <span className="dot" />
      <span>
        {line.text}
        {reason ? <q>{reason}</q> : null}
        {who ? <span className="quiet"> · {who}</span> : null}
      </span>
      <span className="item-when">
        <Moment at={item.at} />
      </span>
    </p>
  );
}
