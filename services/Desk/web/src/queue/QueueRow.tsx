import { memo, type MouseEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { Link } from "../app/Link";
import { usePerson } from "../app/session";
import { Age, ageText, Moment } from "../ui/Age";
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
  isChosen: boolean;
  onChoose: ((id: number, range: boolean) => void) | undefined;
}

export const QueueRow = memo(function QueueRow(props: Props) {
  const { row, filters, isSelected, isGone, compact, onSelect, isChosen, onChoose } = props;
  const { t } = useTranslation();
  const classes = ["row", compact ? "compact" : "", isSelected ? "selected" : "", isGone ? "gone" : "", isChosen ? "chosen" : ""].join(" ");

  /** Shift and a click reach over rows, as in every list. */
  function range(event: MouseEvent) {
    if (!onChoose || !event.shiftKey) return;
    event.preventDefault();
    getSelection()?.removeAllRanges();
    onChoose(row.id, true);
  }

  const link = (
    <Link
      to={ticketAddress(row.id, filters)}
      className={classes}
      aria-current={isSelected ? "true" : undefined}
      onFocus={() => onSelect(row.id)}
      title={isGone ? t("queue.leftView") : undefined}
      draggable={false}
      onClick={range}
    >
      <span className="row-clock">{row.nearest_clock ? <ClockChip clock={row.nearest_clock} /> : <NoClock row={row} />}</span>
      <span className="row-head">
        <span className="row-name">
          <PlatformMark channel={row.channel} />
          <bdi className="row-author">{authorName(row.author)}</bdi>
        </span>
        <span className="row-tags">
          <TierMark tier={row.author.tier} />
          <PriorityMark priority={row.priority} />
          <span className="row-number">{row.number}</span>
          {row.handed_to && !compact ? (
            <span className="row-to">
              <Icon name="next" size={12} /> {row.handed_to.name}
            </span>
          ) : null}
          {row.snoozed && !compact ? <Snoozed row={row} /> : null}
          {row.order_number && !compact ? <span className="row-order">{row.order_number}</span> : null}
        </span>
      </span>
      <bdi className="row-text">{row.first_line}</bdi>
      <span className="row-marks">
        <People row={row} />
        <Counters row={row} />
        <LabelChip label={row.label} confidence={row.confidence} review={row.needs_review} />
      </span>
      {compact ? null : <Waiting row={row} />}
      {compact ? null : <Assignee row={row} />}
    </Link>
  );
  if (!onChoose) return link;
  return (
    <div className="row-frame">
      <label className="row-choose">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isChosen}
          aria-label={t("queue.select", { number: row.number })}
          onClick={(event) => {
            if (!event.shiftKey) return;
            event.preventDefault();
            onChoose(row.id, true);
          }}
          onChange={() => onChoose(row.id, false)}
        />
      </label>
      {link}
    </div>
  );
});

function Snoozed({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  return (
    <span className="row-to">
      <Icon name="clock" size={12} />{" "}
      {row.snoozed_until ? <Moment at={row.snoozed_until} /> : t("work.until.customer")}
    </span>
  );
}

function NoClock({ row }: { row: TicketRow }) {
  return <StatusChip status={row.status} />;
}

/** Who has it before them now. */
function People({ row }: { row: TicketRow }) {
  const { t } = useTranslation();
  const person = usePerson();
  const here = (row.present ?? []).filter((each) => each.id !== person.id && Date.parse(each.until) > serverNow());
  if (here.length === 0) return null;
  const names = here.map((each) => each.name).join(t("app.comma"));
  const types = here.some((each) => each.typing);
  const text = types ? t("queue.types", { names }) : t("queue.looks", { names });
  return (
    <span className={types ? "counter present typing" : "counter present"} title={text}>
      <Icon name={types ? "note" : "eye"} size={13} />
      <span className="only-read">{text}</span>
      {here.length > 1 ? <span aria-hidden="true">{here.length}</span> : null}
    </span>
  );
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
