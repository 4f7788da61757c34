import { useQuery } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { keys } from "../app/queries";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { FormFoot } from "../ui/FormFoot";
import { newId } from "../ui/newId";
import { askOfPraise, at, explain, useCommand } from "./commands";
import { TermsFields, usualTerms, type Terms } from "./TermsFields";
import type { PraiseItem } from "./types";
import { countries, isCountry, preview, unknownVariables } from "./wording";

const own = "own";
const templateNames = ["standard", "short"] as const;
const longest = 2_000;

interface Draft {
  terms: Terms;
  language: "en" | "zh-CN";
  name: string;
  words: string;
}

/** Asks the author, publicly or as they wrote, in words that can be read before they go out. */
export function RequestDialog({ item, onClose }: { item: PraiseItem; onClose: () => void }) {
  const { t } = useTranslation();
  const [requestId] = useState(newId);
  const { words: draft, setWords: setDraft, ...keeping } = useWords<Draft>(askOfPraise("ask", item), {
    terms: usualTerms,
    language: item.mention.language.startsWith("zh") ? "zh-CN" : "en",
    name: templateNames[0],
    words: "",
  });
  const { terms, language, name, words } = draft;
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const templates = useQuery({
    queryKey: [...keys.praise, "templates"],
    queryFn: () => take(router.GET("/praise/templates")),
    staleTime: Infinity,
  }).data;
  const ask = useCommand({ done: t("praise.asked"), after: onClose, tell: false, keeping });
  const problem = ask.error ? asProblem(ask.error) : null;
  const find = (each: string) => templates?.find((one) => one.name === each && one.language === language)?.text ?? "";
  const wording = name === own ? words : find(name);
  const territory = countries(terms.territory);
  const text = preview(wording, language, item, { scopes: terms.scopes, territory, until: terms.until });
  const unknown = unknownVariables(wording, templates?.[0]?.variables ?? []);
  const isReady =
    terms.scopes.length > 0 &&
    territory.every(isCountry) &&
    text.trim() !== "" &&
    text.length <= longest &&
    unknown.length === 0;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!isReady) return;
    const { params } = at(item);
    ask.mutate(() =>
      router.POST("/praise/{id}/request", {
        // The same question is never put twice, however often the button is pressed.
        params: { ...params, header: { ...params.header, "Idempotency-Key": requestId } },
        body: {
          scopes: [...terms.scopes],
          territory: [...territory],
          until: terms.until === "" ? null : terms.until,
          template: name === own ? "standard" : name,
          language,
          wording: name === own ? words : null,
        },
      }),
    );
  }

  return (
    <Dialog title={t("praise.ask")} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        <TermsFields terms={terms} onChange={(next) => change({ terms: next })} fault={(field) => problem?.fault(field)} />
        <div className="two">
          <label className="field">
            <span>{t("praise.template")}</span>
            <select
              data-focus
              value={name}
              onChange={(event) => {
                // Own words begin with those that were there.
                change({ name: event.target.value, words: event.target.value === own && words === "" ? wording : words });
              }}
            >
              {templateNames.map((each) => (
                <option key={each} value={each}>
                  {t(`praise.templates.${each}`)}
                </option>
              ))}
              <option value={own}>{t("praise.templates.own")}</option>
            </select>
          </label>
          <label className="field">
            <span>{t("praise.askIn")}</span>
            <select value={language} onChange={(event) => change({ language: event.target.value === "en" ? "en" : "zh-CN" })}>
              <option value="zh-CN">中文</option>
              <option value="en">English</option>
            </select>
          </label>
        </div>
        {name === own ? (
          <label className="field">
            <span>{t("praise.ownWords")}</span>
            <textarea rows={4} value={words} maxLength={longest} onChange={(event) => change({ words: event.target.value })} />
            {unknown.length > 0 ? (
              <span className="fault" role="alert">
                {t("praise.unknownVariable", { name: `{${unknown[0] ?? ""}}` })}
              </span>
            ) : (
              <span className="quiet">{(templates?.[0]?.variables ?? []).map((each) => `{${each}}`).join(" ")}</span>
            )}
          </label>
        ) : null}
        <section className="preview" aria-label={t("praise.preview")}>
          <h3>{t("praise.preview")}</h3>
          <p className="words" lang={language} aria-live="polite">
            {text}
          </p>
          <p className={text.length > longest ? "fault" : "quiet"}>{t("praise.length", { count: text.length, most: longest })}</p>
        </section>
        {problem ? (
          <p className="fault" role="alert">
            {explain(problem)}
          </p>
        ) : null}
        <FormFoot busy={ask.isPending} unready={!isReady} text={t("praise.send")} onCancel={() => keeping.cancel(onClose)} />
      </form>
    </Dialog>
  );
}
