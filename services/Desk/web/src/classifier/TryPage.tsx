import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { classifier, take } from "../api/client";
import type { ClassifyAnswer } from "../api/leadTypes";
import { labels } from "../queue/views";
import { Field } from "../ui/Field";
import { Icon } from "../ui/Icon";
import { LabelChip, percentText } from "../ui/marks";
import { nameOf } from "../ui/names";
import { ProblemLine } from "../ui/ProblemLine";
import { Terms } from "../ui/Terms";
import { ClassifierBar } from "./ClassifierBar";

/** One text, its label and why: the way to see what the classifier has learned. */
export function TryPage() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [channel, setChannel] = useState("");
  const ask = useMutation({
    mutationFn: () =>
      take(classifier.POST("/classify", { body: { text, ...(channel.trim() === "" ? {} : { channel: channel.trim() }) } })),
  });
  return (
    <main className="admin">
      <ClassifierBar />
      <p className="quiet padded">{t("learn.try.lead")}</p>
      <div className="try">
        <form
          className="card stack"
          onSubmit={(event) => {
            event.preventDefault();
            ask.mutate();
          }}
        >
          <Field text={t("learn.try.text")} fault={undefined}>
            <textarea
              name="text"
              rows={5}
              required
              dir="auto"
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && text.trim() !== "") ask.mutate();
              }}
            />
          </Field>
          <Field text={t("learn.try.channel")} fault={undefined}>
            <input
              name="channel"
              autoCapitalize="none"
              spellCheck={false}
              placeholder={t("learn.try.anyChannel")}
              value={channel}
              onChange={(event) => setChannel(event.target.value)}
            />
          </Field>
          <ProblemLine error={ask.error} />
          <footer>
            <button className="button primary" disabled={ask.isPending || text.trim() === ""}>
              {ask.isPending ? t("learn.try.asks") : t("learn.try.ask")}
            </button>
          </footer>
        </form>
        {ask.data ? <Answer answer={ask.data} /> : null}
      </div>
    </main>
  );
}

function Answer({ answer }: { answer: ClassifyAnswer }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="card why" role="status">
      <p className="try-label">
        <LabelChip label={answer.label} />{" "}
        <strong>{t("learn.try.sure", { share: percentText(answer.confidence, i18n.language) })}</strong>
      </p>
      {answer.needs_review ? (
        <p className="caution">
          <Icon name="eye" size={13} /> {t("learn.try.review")}
        </p>
      ) : null}
      {answer.rule ? (
        <p>
          <Icon name="rules" size={13} /> {t("learn.try.byRule", { name: answer.rule.name })}
        </p>
      ) : null}
      <div className="scores">
        {labels.map((label) => (
          <p key={label} className={`score ${label}`}>
            <span>{t(`label.${label}`)}</span>
            <span className="score-bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${answer.scores[label]})` }} />
            </span>
            <span className="score-share">{percentText(answer.scores[label], i18n.language)}</span>
          </p>
        ))}
      </div>
      <Terms terms={answer.terms} />
      <p className="quiet">
        {t("learn.try.language", { language: nameOf("language", answer.language, i18n.language) })} ·{" "}
        {t("ticket.model", { version: answer.model_version })}
      </p>
    </section>
  );
}
