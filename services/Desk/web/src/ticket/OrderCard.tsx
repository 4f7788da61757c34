import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";
import type { TicketDetail } from "../api/types";
import { queryClient } from "../app/queries";
import { useCannedReplies } from "../canned/queries";
import { copyText } from "../ui/copyLink";
import { Icon } from "../ui/Icon";
import { toast } from "../ui/toast";
import { setOrderNumber } from "./actions";
import { filledQuery, languageOf, textLanguage } from "./CannedDialog";
import { carryOutOrSay, explain } from "./carryOut";

/** What support needs first: found in the text, given by hand, or asked for in the customer's language. */
export function OrderCard({ detail, onAsk }: { detail: TicketDetail; onAsk: (text: string) => void }) {
  const { t, i18n } = useTranslation();
  const [editing, setEditing] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  const asking = useCannedReplies()?.find((reply) => reply.kind === "ask_order_number");
  const { ticket } = detail;
  const number = ticket.order_number;
  const language = languageOf(detail);

  async function ask() {
    if (!asking) {
      onAsk(i18n.getFixedT(language)("ticket.orderText"));
      return;
    }
    try {
      onAsk((await queryClient.query(filledQuery(ticket.id, asking.id, textLanguage(asking, language)))).text);
    } catch (error) {
      toast(explain(asProblem(error)), "bad");
    }
  }

  async function save(event: SubmitEvent) {
    event.preventDefault();
    const { problem } = await carryOutOrSay([ticket], setOrderNumber(editing?.trim() || null));
    if (problem === null) setEditing(null);
    setFault(problem && explain(problem));
  }

  function edit(text: string | null) {
    setEditing(text);
    setFault(null);
  }

  return (
    <section className="card order">
      <h2 className="card-head">
        {t("ticket.order")}
        {editing === null && detail.actions.includes("order_number") ? (
          <button className="button small quiet" onClick={() => edit(number ?? "")}>
            {number ? t("ticket.orderEdit") : t("ticket.orderGive")}
          </button>
        ) : null}
      </h2>
      {editing !== null ? (
        <form className="inline" onSubmit={(event) => void save(event)}>
          <input
            aria-label={t("ticket.order")}
            maxLength={40}
            ref={(element) => element?.focus()}
            value={editing}
            onChange={(event) => setEditing(event.target.value)}
            onKeyDown={(event) => event.key === "Escape" && !event.nativeEvent.isComposing && edit(null)}
          />
          <button className="button small primary">{t("app.save")}</button>
          {fault ? (
            <p className="fault" role="alert">
              {fault}
            </p>
          ) : null}
        </form>
      ) : number ? (
        <button className="order-number" onClick={() => void copyText(number, number)} title={t("ticket.copyOrder")}>
          {number} <Icon name="copy" size={14} />
        </button>
      ) : (
        <p className="order-missing">
          <span>{t("ticket.orderMissing")}</span>
          {detail.actions.includes("reply") ? (
            <button className="button small" onClick={() => void ask()}>
              {t("ticket.orderAsk")}
            </button>
          ) : null}
        </p>
      )}
    </section>
  );
}
