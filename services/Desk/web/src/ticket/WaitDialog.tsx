import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { TicketRow } from "../api/types";
import { Icon } from "../ui/Icon";
import { wait } from "./actions";
import { ReasonDialog } from "./ReasonDialog";

export function WaitDialog({ ticket, onClose }: { ticket: TicketRow; onClose: () => void }) {
  const { t } = useTranslation();
  const [whom, setWhom] = useState<"customer" | "third_party">("customer");
  return (
    <ReasonDialog
      title={t("action.waitTitle")}
      label={t("action.waitReason")}
      submit={t("action.wait")}
      onClose={onClose}
      onSubmit={(reason) => {
        onClose();
        void wait(ticket, whom, reason);
      }}
    >
      {ticket.oldest_unanswered_at ? (
        <p className="caution">
          <Icon name="warning" size={14} /> {t("action.waitFlag")}
        </p>
      ) : null}
      <div className="choices">
        <label>
          <input type="radio" name="whom" checked={whom === "customer"} onChange={() => setWhom("customer")} />
          {t("action.waitCustomer")}
        </label>
        <label>
          <input type="radio" name="whom" checked={whom === "third_party"} onChange={() => setWhom("third_party")} />
          {t("action.waitThird")}
        </label>
      </div>
    </ReasonDialog>
  );
}
