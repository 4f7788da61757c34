import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { Link } from "../app/Link";
import { usePerson } from "../app/session";
import { Age, ageText } from "../ui/Age";
import { ClockChip } from "../ui/ClockChip";
import { Icon } from "../ui/Icon";
import { authorName, LabelChip, PlatformMark, PriorityMark, StatusChip, TierMark } from "../ui/marks";
import { serverNow } from "../ui/time";
import { ticketAddress, type Filters } from "./views";

interface Props {
  row: TicketRow;
  filters: Filters;
  isSelected: boolean;
  isGone: boolean;
  compact: boolean;
  onSelect: (id: number) => void;
}

export const QueueRow = memo(function QueueRow({ row, filters, isSelected, isGone, compact, onSelect }: Props) {
  const { t } = useTranslation();
  const classes = ["row", compact ? "compact" : "", isSelected ? "selected" : "", isGone ? "gone" : ""].join(" ");
  return (
    <Link
      to={ticketAddress(row.id, filters)}
      className={classes}
      aria-current={isSelected ? "true" : undefined}
      onFocus={() => onSelect(row.id)}
      title={isGone ? t("queue.leftView") : undefined}
      draggable={false}
    >
      <span className="row-clock">{row.nearest_clock ? <ClockChip clock={row.nearest_clock} /> : <NoClock row={row} />}</span>
      <span className="row-head">
        <PlatformMark channel={row.channel} />
        <bdi className="row-author">{authorName(row.author)}</bdi>
        <TierMark tier={row.author.tier} />
        <PriorityMark priority={row.priority} />
        <span className="row-number">{row.number}</span>
        {row.order_number && !compact ? <span className="row-order">{row.order_number}</span> : null}
      </span>
      <bdi className="row-text">{row.first_line}</bdi>
      <span className="row-marks">
        <Counters row={row} />
        <LabelChip label={row.label} confidence={row.confidence} review={row.needs_review} />
      </span>
      {compact ? null : <Waiting row={row} />}
      {compact ? null : <Assignee row={row} />}
    </Link>
  );
});

function NoClock({ row }: { row: TicketRow }) {
  return <StatusChip status={row.status} />;
}

function Counters({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.burst ? (
        <span className="counter burst" title={t("queue.burst", { count: row.mention_count })}>
          <Icon name="burst" size={13} />
          {row.mention_count}
        </span>
      ) : row.mention_count > 1 ? (
        <span className="counter" title={t("queue.posts", { count: row.mention_count })}>
          <Icon name="speech" size={13} />
          {row.mention_count}
        </span>
      ) : null}
      {row.reopen_count > 0 ? (
        <span className="counter reopened" title={t("queue.reopened", { count: row.reopen_count })}>
          <Icon name="reopen" size={13} />
          {row.reopen_count}
        </span>
      ) : null}
    </>
  );
}

function Waiting({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  const since = row.oldest_unanswered_at;
  if (!since) {
    return (
      <span className="row-age answered" title={t("queue.answered")}>
        <Icon name="check" size={14} />
        <span className="only-read">{t("queue.answered")}</span>
      </span>
    );
  }
  const age = ageText(Math.max(0, (serverNow() - Date.parse(since)) / 1_000), t);
  return (
    <span className="row-age" aria-label={t("queue.unansweredFor", { age })}>
      <Age since={since} />
    </span>
  );
}

function Assignee({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  const person = usePerson();
  if (!row.assignee) return <span className="row-who nobody">{t("queue.nobody")}</span>;
  const mine = row.assignee.id === person.id;
  return <span className={mine ? "row-who mine" : "row-who"}>{mine ? t("queue.you") : row.assignee.name}</span>;
}
