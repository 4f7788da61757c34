import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { asProblem } from "../api/problem";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { askOfPraise, at, explain, useCommand } from "./commands";
import { endOfDay } from "./days";
import { isWider } from "./rights";
import { TermsFields, usualTerms, type Terms } from "./TermsFields";
import type { PraiseDetail } from "./types";
import { countries, isCountry } from "./wording";

interface Draft {
  allowed: boolean;
  answer: string;
  link: string;
  terms: Terms;
  /** Their own words allow more than they were asked for. */
  wider: boolean;
}

/** Records what an author answered: their own words, what they allow, and where that can be seen. */
export function AnswerDialog({ detail, onClose }: { detail: PraiseDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const { item } = detail;
  const asked = detail.requests.at(-1);
  const { words, setWords, ...keeping } = useWords<Draft>(askOfPraise("answer", item), {
    allowed: true,
    answer: "",
    link: "",
    terms: asked ? { scopes: asked.scopes, territory: asked.territory.join(", "), until: "" } : usualTerms,
    wider: false,
  });
  const { allowed, answer, link, terms, wider } = words;
  const change = (part: Partial<Draft>) => setWords({ ...words, ...part });
  const record = useCommand({ done: t("praise.recorded"), after: onClose, tell: false, keeping });
  const problem = record.error ? asProblem(record.error) : null;
  const territory = countries(terms.territory);
  const isMore = asked !== undefined && isWider({ scopes: terms.scopes, territory }, asked);
  const isReady =
    answer.trim() !== "" &&
    (!allowed || (terms.scopes.length > 0 && territory.every(isCountry) && (wider || !isMore)));

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!isReady) return;
    record.mutate(() =>
      allowed
        ? router.POST("/praise/{id}/grant", {
            ...at(item),
            body: {
              scopes: [...terms.scopes],
              territory: [...territory],
              expires_at: endOfDay(terms.until),
              answer: answer.trim(),
              answer_link: link.trim() === "" ? null : link.trim(),
              wider_than_asked: isMore && wider,
            },
          })
        : router.POST("/praise/{id}/decline", { ...at(item), body: { answer: answer.trim() } }),
    );
  }

  return (
    <Dialog title={t("praise.answer")} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        {asked ? (
          <blockquote className="asked words" lang={asked.language}>
            {asked.wording}
          </blockquote>
        ) : null}
        {item.status === "requested" ? (
          <fieldset className="segments">
            <legend>{t("praise.authorSaid")}</legend>
            <label>
              <input type="radio" name="said" checked={allowed} onChange={() => change({ allowed: true })} />
              <span>{t("praise.yes")}</span>
            </label>
            <label>
              <input type="radio" name="said" checked={!allowed} onChange={() => change({ allowed: false })} />
              <span>{t("praise.no")}</span>
            </label>
          </fieldset>
        ) : null}
        <label className="field">
          <span>{t("praise.answerWords")}</span>
          <textarea data-focus required rows={2} maxLength={2_000} value={answer} onChange={(event) => change({ answer: event.target.value })} />
          {problem?.fault("answer") ? <span className="fault">{problem.fault("answer")}</span> : null}
        </label>
        {allowed ? (
          <>
            <Field text={t("praise.proof")} hint={t("praise.proofHint")} fault={problem?.fault("answer_link")}>
              <input type="url" value={link} placeholder="https://" onChange={(event) => change({ link: event.target.value })} />
            </Field>
            <TermsFields terms={terms} onChange={(next) => change({ terms: next })} fault={(field) => problem?.fault(field)} />
            {isMore ? (
              <label className="check caution">
                <input type="checkbox" checked={wider} onChange={(event) => change({ wider: event.target.checked })} />
                {t("praise.wider")}
              </label>
            ) : null}
          </>
        ) : null}
        {problem && Object.keys(problem.errors).length === 0 ? (
          <p className="fault" role="alert">
            {explain(problem)}
          </p>
        ) : null}
        <FormFoot
          busy={record.isPending}
          unready={!isReady}
          text={allowed ? t("praise.recordYes") : t("praise.recordNo")}
          onCancel={() => keeping.cancel(onClose)}
        />
      </form>
    </Dialog>
  );
}
