import { useTranslation } from "react-i18next";
import { Field } from "../ui/Field";
import { toggled } from "../ui/toggled";
import { nameOf } from "../ui/names";
import { scopes } from "./rights";
import type { GrantScope } from "./types";
import { countries, isCountry } from "./wording";

export interface Terms {
  readonly scopes: readonly GrantScope[];
  /** As typed. */
  readonly territory: string;
  /** `2026-12-31`; empty for no end. */
  readonly until: string;
}

export const usualTerms: Terms = { scopes: ["repost", "site"], territory: "", until: "" };

interface Props {
  terms: Terms;
  onChange: (terms: Terms) => void;
  fault: (field: string) => string | undefined;
}

/** Which use, where and until when: asked for in a question, and again in what the author allowed. */
export function TermsFields({ terms, onChange, fault }: Props) {
  const { t, i18n } = useTranslation();
  const typed = countries(terms.territory);
  const wrong = typed.find((code) => !isCountry(code));
  return (
    <>
      <fieldset className="choices across">
        <legend>{t("praise.uses")}</legend>
        {scopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={terms.scopes.includes(scope)}
              onChange={(event) => onChange({ ...terms, scopes: toggled(terms.scopes, scope, event.target.checked) })}
            />
            {t(`praise.scope.${scope}`)}
          </label>
        ))}
        {fault("scopes") ? (
          <p className="fault" role="alert">
            {fault("scopes")}
          </p>
        ) : null}
      </fieldset>
      <div className="two">
        <Field
          text={t("praise.territory")}
          hint={
            typed.length === 0
              ? t("praise.territoryHint")
              : typed.map((code) => nameOf("region", code, i18n.language)).join(t("app.comma"))
          }
          fault={wrong ? t("praise.territoryWrong", { code: wrong }) : fault("territory")}
        >
          <input
            value={terms.territory}
            placeholder={t("praise.worldwide")}
            onChange={(event) => onChange({ ...terms, territory: event.target.value })}
          />
        </Field>
        <Field text={t("praise.until")} hint={t("praise.untilHint")} fault={fault("until") ?? fault("expires_at")}>
          <input type="date" value={terms.until} onChange={(event) => onChange({ ...terms, until: event.target.value })} />
        </Field>
      </div>
    </>
  );
}
