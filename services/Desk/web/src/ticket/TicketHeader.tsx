import { useTranslation } from "react-i18next";
import type { Priority, TicketDetail } from "../api/types";
import { usePerson } from "../app/session";
import { priorities } from "../queue/views";
import { copyLink } from "../ui/copyLink";
import { Icon } from "../ui/Icon";
import { authorName, PlatformMark, platformName, StatusChip, TierMark } from "../ui/marks";
import { ticketAddress } from "../queue/views";
import { accept, reopen, resume, setPriority } from "./actions";
import { ReasonDialog } from "./ReasonDialog";
import { useState } from "react";

interface Props {
  detail: TicketDetail;
  onAssign: () => void;
  onWait: () => void;
  onResolve: () => void;
}

/** Who it is about, where it stands, and what may be done now: the server says which actions there are. */
export function TicketHeader({ detail, onAssign, onWait, onResolve }: Props) {
  const { t } = useTranslation();
  const person = usePerson();
  const [reopening, setReopening] = useState(false);
  const { ticket, actions } = detail;
  const may = (action: string) => actions.includes(action);
  const isWaiting = ticket.status === "waiting_customer" || ticket.status === "waiting_third_party";
  const isMine = ticket.assignee?.id === person.id;

  return (
    <header className="ticket-head">
      <div className="ticket-title">
        <h1>
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
        <p className="ticket-sub">
          <StatusChip status={ticket.status} />
          <span>{ticket.assignee ? (isMine ? t("queue.you") : ticket.assignee.name) : t("queue.nobody")}</span>
          <span>{ticket.queue.name}</span>
          <span>{platformName(ticket.channel)}</span>
          <span>{ticket.account}</span>
        </p>
      </div>
      <div className="ticket-actions">
        {may("priority") || may("assign") ? (
          <select
            className={`priority-select ${ticket.priority}`}
            aria-label={t("action.priority")}
            value={ticket.priority}
            onChange={(event) => void setPriority(ticket, event.target.value as Priority)}
          >
            {priorities.map((priority) => (
              <option key={priority} value={priority}>
                {t(`priority.${priority}`)}
              </option>
            ))}
          </select>
        ) : null}
        {may("accept") && !isMine ? (
          <button className="button" onClick={() => void accept(ticket, person)} title={`${t("action.acceptHint")} (m)`}>
            <Icon name="hand" size={15} /> {t("action.accept")}
          </button>
        ) : null}
        {may("assign") ? (
          <button className="button" onClick={onAssign} title={`${t("action.assign")} (a)`}>
            <Icon name="person" size={15} /> {t("action.assign")}
          </button>
        ) : null}
        {isWaiting && may("resume") ? (
          <button className="button" onClick={() => void resume(ticket)}>
            {t("action.resume")}
          </button>
        ) : null}
        {may("wait") && !isWaiting ? (
          <button className="button" onClick={onWait} title={`${t("action.wait")} (w)`}>
            <Icon name="pause" size={15} /> {t("action.wait")}
          </button>
        ) : null}
        {may("resolve") ? (
          <button className="button" onClick={onResolve} title={`${t("action.resolve")} (e)`}>
            <Icon name="check" size={15} /> {t("action.resolve")}
          </button>
        ) : null}
        {may("reopen") ? (
          <button className="button" onClick={() => setReopening(true)}>
            <Icon name="reopen" size={15} /> {t("action.reopen")}
          </button>
        ) : null}
      </div>
      {reopening ? (
        <ReasonDialog
          title={t("action.reopenTitle")}
          label={t("action.reopenReason")}
          submit={t("action.reopen")}
          onClose={() => setReopening(false)}
          onSubmit={(reason) => {
            setReopening(false);
            void reopen(ticket, reason);
          }}
        />
      ) : null}
    </header>
  );
}
