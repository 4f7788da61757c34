import { useTranslation } from "react-i18next";
import type { TicketDetail } from "../api/types";
import { usePerson } from "../app/session";
import { ticketAddress } from "../queue/views";
import { Moment } from "../ui/Age";
import { copyLink } from "../ui/copyLink";
import { Icon } from "../ui/Icon";
import { authorName, PlatformMark, platformName, StatusChip, TierMark } from "../ui/marks";
import type { Work } from "../work/useWork";
import { accept, resume } from "./actions";
import { carryOut } from "./carryOut";

interface Props {
  detail: TicketDetail;
  work: Work;
  onMore: () => void;
}

/** Who it is about, where it stands, and what may be done now: the server says which actions there are. */
export function TicketHeader({ detail, work, onMore }: Props) {
  const { t, i18n } = useTranslation();
  const person = usePerson();
  const { ticket, actions } = detail;
  const may = (action: string) => actions.includes(action);
  const isWaiting = ticket.status === "waiting_customer" || ticket.status === "waiting_third_party";
  const isMine = ticket.assignee?.id === person.id;

  return (
    <header className="ticket-head">
      <h1 className="ticket-title">
        <button
          className="ticket-number"
          onClick={() => void copyLink(ticketAddress(ticket.id, { view: "all" }))}
          title={`${t("action.copyLink")} (.)`}
        >
          {ticket.number}
        </button>
        <PlatformMark channel={ticket.channel} />
        <bdi className="ticket-author">{authorName(ticket.author)}</bdi>
        <TierMark tier={ticket.author.tier} />
      </h1>
      <div className="ticket-actions">
        {may("priority") ? (
          <button
            className={`button priority ${ticket.priority}`}
            aria-label={`${t("action.priority")}: ${t(`priority.${ticket.priority}`)}`}
            onClick={() => work.start("priority")}
            title={`${t("action.priority")} (p)`}
          >
            {t(`priority.${ticket.priority}`)} <Icon name="down" size={12} />
          </button>
        ) : null}
        {may("accept") && !isMine ? (
          <button
            className="button"
            onClick={() => void carryOut([ticket], accept(person))}
            title={`${t("action.acceptHint")} (m)`}
          >
            <Icon name="hand" size={15} /> {t("action.accept")}
          </button>
        ) : null}
        {may("assign") ? (
          <button className="button" onClick={() => work.start("assign")} title={`${t("action.assign")} (a)`}>
            <Icon name="person" size={15} /> {t("action.assign")}
          </button>
        ) : null}
        {isWaiting && may("resume") ? (
          <button className="button" onClick={() => void carryOut([ticket], resume)}>
            {t("action.resume")}
          </button>
        ) : null}
        {may("wait") && !isWaiting ? (
          <button className="button" onClick={() => work.start("wait")} title={`${t("action.wait")} (w)`}>
            <Icon name="pause" size={15} /> {t("action.wait")}
          </button>
        ) : null}
        {may("hand_over") ? (
          <button className="button" onClick={() => work.start("hand_over")} title={`${t("work.handOver")} (h)`}>
            <Icon name="next" size={15} /> {t("work.handOver")}
          </button>
        ) : null}
        {may("resolve") ? (
          <button className="button" onClick={() => work.resolve()} title={`${t("action.resolve")} (e)`}>
            <Icon name="check" size={15} /> {t("action.resolve")}
          </button>
        ) : null}
        {may("reopen") ? (
          <button className="button" onClick={() => work.start("reopen")}>
            <Icon name="reopen" size={15} /> {t("action.reopen")}
          </button>
        ) : null}
        <button className="button" onClick={onMore} title={`${t("palette.title")} (Ctrl+K)`} aria-label={t("work.more")}>
          <Icon name="more" size={15} />
        </button>
      </div>
      <p className="ticket-sub">
        <StatusChip status={ticket.status} />
        {ticket.snoozed ? (
          <span className="snoozed">
            <Icon name="clock" size={12} /> {t("work.snoozed")}{" "}
            {ticket.snoozed_until ? <Moment at={ticket.snoozed_until} /> : t("work.until.customer")}
          </span>
        ) : null}
        <span>{ticket.assignee ? (isMine ? t("queue.you") : ticket.assignee.name) : t("queue.nobody")}</span>
        <span>{ticket.queue.name}</span>
        <span>{platformName(ticket.channel, i18n.language)}</span>
        <span>{ticket.account}</span>
      </p>
    </header>
  );
}
