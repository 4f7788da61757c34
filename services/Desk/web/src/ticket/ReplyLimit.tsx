import { useTranslation } from "react-i18next";
import type { ReplyCheck } from "../api/types";
import { Icon } from "../ui/Icon";
import { personalWords } from "./personalWords";

/** What the channel will make of the reply: how much room is left, and what everybody would read. */
export function ReplyLimit({ check, isEmpty }: { check: ReplyCheck | null; isEmpty: boolean }) {
  const { t } = useTranslation();
  if (check === null) return null;
  const { length, limit, unfilled } = check;
  const told = isEmpty ? [] : check.personal_data;
  const share = Math.min(1, length / limit);
  return (
    <span className="composer-says">
      {told.length > 0 ? (
        <span className="caution" role="status">
          <Icon name="warning" size={13} /> {t("ticket.tells", { what: personalWords(told, t) })}
        </span>
      ) : null}
      {unfilled.length > 0 ? (
        <span className="fault" role="status">
          {t("ticket.unfilled", { what: unfilled.join(t("app.comma")) })}
        </span>
      ) : null}
      <span className={check.too_long ? "composer-count fault" : "composer-count"} title={isEmpty ? undefined : t("ticket.draft")}>
        {isEmpty
          ? t("ticket.room", { limit })
          : check.too_long
            ? t("ticket.tooLong", { count: length - limit })
            : t("ticket.characters", { count: length, limit })}
      </span>
      <span className={check.too_long ? "room full" : share > 0.9 ? "room near" : "room"} aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
    </span>
  );
}
