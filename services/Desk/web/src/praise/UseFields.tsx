import { useTranslation } from "react-i18next";
import { Field } from "../ui/Field";
import { nameOf } from "../ui/names";
import { scopes } from "./rights";
import type { GrantScope, PraiseItem } from "./types";

export interface Use {
  readonly scope: GrantScope;
  /** A two-letter country; empty for the whole world. */
  readonly territory: string;
}

/** The use that the grant allows first. */
export function usualUse(item: PraiseItem): Use {
  return { scope: item.grant?.scopes[0] ?? "site", territory: item.grant?.territory[0] ?? "" };
}

/** How and where it is used: what the grant is held against. */
export function UseFields({ use, onChange, fault }: { use: Use; onChange: (use: Use) => void; fault?: string | undefined }) {
  const { t, i18n } = useTranslation();
  return (
    <div className="two">
      <label className="field">
        <span>{t("praise.use")}</span>
        <select
          data-focus
          value={use.scope}
          onChange={(event) => onChange({ ...use, scope: scopes.find((each) => each === event.target.value) ?? "site" })}
        >
          {scopes.map((scope) => (
            <option key={scope} value={scope}>
              {t(`praise.scope.${scope}`)}
            </option>
          ))}
        </select>
      </label>
      <Field
        text={t("praise.shownIn")}
        hint={/^[A-Z]{2}$/.test(use.territory) ? nameOf("region", use.territory, i18n.language) : t("praise.shownInHint")}
        fault={fault}
      >
        <input
          value={use.territory}
          maxLength={2}
          pattern="[A-Za-z]{2}"
          placeholder={t("praise.worldwide")}
          onChange={(event) => onChange({ ...use, territory: event.target.value.toUpperCase() })}
        />
      </Field>
    </div>
  );
}
