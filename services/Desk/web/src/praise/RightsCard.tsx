import { said } from "../api/problem";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { OutsideLink } from "../ticket/OutsideLink";
import { moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { AnswerDialog } from "./AnswerDialog";
import { at, useCommand } from "./commands";
import { GrantTerms, RightsMark } from "./marks";
import { RequestDialog } from "./RequestDialog";
import { stepsFrom, type Step } from "./rights";
import type { GrantView, PraiseDetail, PraiseRequestView } from "./types";
import { WithdrawDialog } from "./WithdrawDialog";

/** Where the rights stand, what to do next, and the record of what was asked and answered. */
export function RightsCard({ detail }: { detail: PraiseDetail }) {
  const { t } = useTranslation();
  const { item } = detail;
  const [open, setOpen] = useState<Step | null>(null);
  const move = useCommand({ done: item.status === "found" ? t("praise.added") : t("praise.removed") });
  const steps = stepsFrom(item.status);
  const act = (step: Step) => {
    if (step === "shortlist" || step === "remove") {
      const status = step === "shortlist" ? "shortlisted" : "found";
      move.mutate(() => router.POST("/praise/{id}/status", { ...at(item), body: { status } }));
    } else setOpen(step);
  };
  const close = () => setOpen(null);
  return (
    <section className="card rights-card">
      <h2>{t("praise.rights")}</h2>
      <p className="rights-now">
        <RightsMark status={item.status} />
      </p>
      <p>{t(`praise.next.${item.status}`)}</p>
      {steps.length > 0 ? (
        <p className="actions">
          {steps.map((step, index) => (
            <button
              key={step}
              className={index === 0 && item.status !== "posted" && item.status !== "granted" ? "button primary" : "button"}
              disabled={move.isPending}
              onClick={() => act(step)}
            >
              {t(`praise.step.${step}`)}
            </button>
          ))}
        </p>
      ) : null}
      {detail.requests.map((request) => (
        <Request key={request.id} request={request} grants={detail.grants.filter((grant) => grant.request_id === request.id)} />
      ))}
      {open === "ask" ? <RequestDialog item={item} onClose={close} /> : null}
      {open === "answer" || open === "renew" ? <AnswerDialog detail={detail} onClose={close} /> : null}
      {open === "withdraw" ? <WithdrawDialog item={item} onClose={close} /> : null}
    </section>
  );
}

function Request({ request, grants }: { request: PraiseRequestView; grants: readonly GrantView[] }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="consent">
      <p className="quiet">
        <Icon name="send" size={13} />{" "}
        {t("praise.askedBy", { name: request.asked_by.name, time: moment(request.asked_at, i18n.language) })}
        {" · "}
        {t(`praise.delivery.${request.status}`)}
      </p>
      {request.failure_reason ? <p className="fault">{said(request.failure_reason)}</p> : null}
      <blockquote className="asked words" lang={request.language}>
        {request.wording}
      </blockquote>
      {grants.map((grant) => (
        <div key={grant.id} className={grant.ended_at ? "grant ended" : "grant"}>
          <p>
            <Icon name={grant.ended_at ? "clock" : "check"} size={14} />{" "}
            <q className="words" dir="auto">
              {grant.answer}
            </q>{" "}
            <OutsideLink href={grant.answer_link} text={t("praise.proof")} />
          </p>
          <GrantTerms grant={grant} />
          <p className="quiet">
            {t("praise.recordedBy", { name: grant.recorded_by.name, time: moment(grant.granted_at, i18n.language) })}
            {grant.ended_at ? ` · ${t("praise.ended", { why: endedWhy(grant.ended_by), time: moment(grant.ended_at, i18n.language) })}` : null}
          </p>
        </div>
      ))}
    </div>
  );

  function endedWhy(by: string | null | undefined): string {
    return by === "expired" || by === "revoked" || by === "replaced" || by === "declined" ? t(`praise.endedBy.${by}`) : (by ?? "");
  }
}
