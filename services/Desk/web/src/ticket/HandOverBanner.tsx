import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { HandOverView, TicketDetail } from "../api/types";
import { usePerson } from "../app/session";
import { useWorksFor } from "../queue/team";
import { Age } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { acceptHandOver, refuseHandOver, withdrawHandOver } from "./actions";
import { carryOut, carryOutOrSay } from "./carryOut";
import { askOf } from "./asks";
import { ReasonDialog } from "./ReasonDialog";

/** A hand-over that nobody has answered: who asks whom for what, and the answers that this person may give. */
export function HandOverBanner({ detail, handOver }: { detail: TicketDetail; handOver: HandOverView }) {
  const { t } = useTranslation();
  const person = usePerson();
  const worksFor = useWorksFor();
  const [refusing, setRefusing] = useState(false);
  const { ticket, actions } = detail;
  const isSender = ticket.assignee?.id === person.id || worksFor(handOver.from.id);
  const isReceiver = worksFor(handOver.to.id);

  return (
    <section className="hand-over" aria-label={t("work.handOver")}>
      <p className="hand-over-head">
        <Icon name="next" size={15} />
        <strong>{t("handOver.head", { from: handOver.from.name, to: handOver.to.name })}</strong>
        <span className="quiet">
          {handOver.from_agent?.name} · <Age since={handOver.since} />
        </span>
      </p>
      <dl>
        <div>
          <dt>{t("handOver.reason")}</dt>
          <dd>{handOver.reason}</dd>
        </div>
        <div>
          <dt>{t("handOver.promised")}</dt>
          <dd>{handOver.promised}</dd>
        </div>
        <div>
          <dt>{t("ticket.order")}</dt>
          <dd>{handOver.order_number ?? ticket.order_number ?? t("ticket.orderMissing")}</dd>
        </div>
      </dl>
      <footer>
        {isReceiver && actions.includes("accept_hand_over") ? (
          <button className="button primary" onClick={() => void carryOut([ticket], acceptHandOver)}>
            <Icon name="check" size={14} /> {t("handOver.accept")}
          </button>
        ) : null}
        {isReceiver && actions.includes("refuse_hand_over") ? (
          <button className="button" onClick={() => setRefusing(true)}>
            {t("handOver.refuse")}
          </button>
        ) : null}
        {isSender && actions.includes("withdraw_hand_over") ? (
          <button className="button" onClick={() => void carryOut([ticket], withdrawHandOver)}>
            {t("handOver.withdraw")}
          </button>
        ) : null}
        {isReceiver ? null : <span className="quiet">{t("handOver.waits", { queue: handOver.to.name })}</span>}
      </footer>
      {refusing ? (
        <ReasonDialog
          ask={askOf("refuse_hand_over", [ticket])}
          title={t("handOver.refuseTitle")}
          text={t("handOver.refuseText", { queue: handOver.from.name })}
          label={t("handOver.refuseReason")}
          submit={t("handOver.refuse")}
          onClose={() => setRefusing(false)}
          onSubmit={async (reason) => {
            const { problem } = await carryOutOrSay([ticket], refuseHandOver(reason));
            if (problem === null) setRefusing(false);
            return problem;
          }}
        />
      ) : null}
    </section>
  );
}
