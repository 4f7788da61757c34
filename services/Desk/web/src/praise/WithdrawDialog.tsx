import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { FormFoot } from "../ui/FormFoot";
import { askOfPraise, at, explain, useCommand } from "./commands";
import type { PraiseItem, WithdrawalReason } from "./types";

const reasons: readonly WithdrawalReason[] = ["author_asked", "post_deleted", "author_erased"];

/** The author took their word back, or the post is gone: nothing of it may be shown from now on. */
export function WithdrawDialog({ item, onClose }: { item: PraiseItem; onClose: () => void }) {
  const { t } = useTranslation();
  const blank: { reason: WithdrawalReason; note: string } = { reason: "author_asked", note: "" };
  const { words, setWords, ...keeping } = useWords(askOfPraise("withdraw", item), blank);
  const { reason, note } = words;
  const withdraw = useCommand({ done: t("praise.withdrawn"), after: onClose, tell: false, keeping });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    withdraw.mutate(() =>
      router.POST("/praise/{id}/withdrawn", { ...at(item), body: { reason, note: note.trim() === "" ? null : note.trim() } }),
    );
  }

  return (
    <Dialog title={t("praise.withdraw")} onClose={onClose}>
      <form className="stack" onSubmit={submit}>
        <p>{t("praise.withdrawLead")}</p>
        <fieldset className="choices">
          <legend>{t("praise.why")}</legend>
          {reasons.map((each) => (
            <label key={each}>
              <input type="radio" name="reason" checked={reason === each} onChange={() => setWords({ ...words, reason: each })} />
              {t(`praise.reason.${each}`)}
            </label>
          ))}
        </fieldset>
        <label className="field">
          <span>{t("praise.note")}</span>
          <input data-focus maxLength={500} value={note} onChange={(event) => setWords({ ...words, note: event.target.value })} />
        </label>
        {withdraw.error ? (
          <p className="fault" role="alert">
            {explain(withdraw.error)}
          </p>
        ) : null}
        <FormFoot busy={withdraw.isPending} text={t("praise.withdraw")} onCancel={() => keeping.cancel(onClose)} />
      </form>
    </Dialog>
  );
}
