import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { snooze, wake } from "../ticket/actions";
import { carryOut, type Deed } from "../ticket/carryOut";
import { shortMoment } from "../ui/Age";
import { Dialog } from "../ui/Dialog";
import { Picker } from "../ui/Picker";
import { serverNow } from "../ui/time";
import { localField, snoozeTimes } from "./snoozeTimes";
import { titleFor } from "./titleFor";

interface Props {
  tickets: readonly TicketRow[];
  onClose: () => void;
}

/** Out of sight until a time or the customer's next post; the clocks run on, and the dialog says so. */
export function SnoozeDialog({ tickets, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const [now] = useState(() => new Date(serverNow()));
  const [own, setOwn] = useState("");
  const due = tickets.map((ticket) => ticket.nearest_clock?.due_at).filter((at) => at != null);

  function carry(deed: Deed) {
    void carryOut(tickets, deed);
    onClose();
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const at = new Date(own);
    if (at.getTime() > now.getTime()) carry(snooze(at.toISOString()));
  }

  /** A ticket that sleeps past its due time is warned of. */
  function hint(at: Date) {
    const late = due.some((each) => Date.parse(each) < at.getTime());
    return (
      <>
        {late ? <span className="caution">{t("work.pastDue")}</span> : null} {shortMoment(at.toISOString(), i18n.language, now.getTime())}
      </>
    );
  }

  return (
    <Dialog title={titleFor(t("work.snooze"), tickets, t)} onClose={onClose}>
      <div className="stack">
        <p className="quiet">{t("work.snoozeText")}</p>
        <Picker
          numbered
          label={t("work.snoozeUntil")}
          empty={t("work.nothing")}
          choices={[
            ...(tickets.some((ticket) => ticket.snoozed)
              ? [{ id: "wake", icon: "eye" as const, text: t("work.wake"), pick: () => carry(wake) }]
              : []),
            ...snoozeTimes(now).map(({ id, at }) => ({
              id,
              icon: "clock" as const,
              text: t(`work.until.${id}`),
              hint: hint(at),
              pick: () => carry(snooze(at.toISOString())),
            })),
            { id: "customer", icon: "speech", text: t("work.until.customer"), pick: () => carry(snooze(null)) },
          ]}
        />
        <form className="inline" onSubmit={submit}>
          <label className="field">
            <span>{t("work.until.own")}</span>
            <input type="datetime-local" min={localField(now)} value={own} onChange={(event) => setOwn(event.target.value)} />
          </label>
          <button className="button" disabled={own === ""}>
            {t("work.snooze")}
          </button>
        </form>
      </div>
    </Dialog>
  );
}
