import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";
import { Icon } from "../ui/Icon";
import { explain } from "./commands";
import { refusalOf } from "./rights";
import type { PraiseItem } from "./types";

/** Why it may not be shown, and what to do about it. */
export function Refused({ error, item }: { error: Error; item: PraiseItem }) {
  const { t } = useTranslation();
  const refusal = refusalOf(asProblem(error));
  return (
    <div className="refused" role="alert">
      <Icon name="warning" size={18} />
      <div>
        <strong>{explain(error)}</strong>
        {refusal === "no_live_grant" ? <p>{t(`praise.next.${item.status}`)}</p> : null}
        {refusal && refusal !== "no_live_grant" ? <p>{t(`praise.advice.${refusal}`)}</p> : null}
      </div>
    </div>
  );
}
