import { useState } from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";
import type { NotificationView } from "../api/types";
import { Link } from "../app/Link";
import { Age } from "../ui/Age";
import { Dialog } from "../ui/Dialog";
import { Icon, type IconName } from "../ui/Icon";
import { toast } from "../ui/toast";
import { noticeText } from "./noticeText";
import { markRead } from "./useNotices";

interface Props {
  notices: readonly NotificationView[];
  onClose: () => void;
}

/** What was told, newest first; opening one leads to its ticket. */
export function NoticeDialog({ notices, onClose }: Props) {
  const { t } = useTranslation();
  const [onlyMine, setOnlyMine] = useState(false);
  const shown = onlyMine ? notices.filter((notice) => notice.kind === "mentioned") : notices;
  const [newest] = notices;
  const unread = notices.some((notice) => !notice.read);

  return (
    <Dialog title={t("notices.title")} onClose={onClose} wide>
      <div className="stack">
        <div className="notices-bar">
          <div className="toggle-row" role="group" aria-label={t("notices.title")}>
            <button className="button small" aria-pressed={!onlyMine} onClick={() => setOnlyMine(false)}>
              {t("notices.all")}
            </button>
            <button className="button small" aria-pressed={onlyMine} onClick={() => setOnlyMine(true)}>
              {t("notices.mentions")}
            </button>
          </div>
          <button
            className="button small"
            disabled={!unread || !newest}
            onClick={() => {
              if (newest) void markRead(newest.id).catch((error: unknown) => toast(asProblem(error).message, "bad"));
            }}
          >
            <Icon name="check" size={13} /> {t("notices.read")}
          </button>
        </div>
        {shown.length === 0 ? <p className="quiet">{t("notices.none")}</p> : null}
        <ul className="notices">
          {shown.map((notice) => (
            <li key={notice.id}>
              <Link
                to={`/tickets/${notice.ticket_id}?view=all`}
                className={notice.read ? "notice" : "notice unread"}
                onClick={onClose}
              >
                <Icon name={iconOf(notice.kind)} size={15} />
                <span className="row-number">{notice.number}</span>
                <span className="notice-text">
                  {noticeText(notice, t)}
                  {notice.reason && !notice.kind.startsWith("clock.") ? <q>{notice.reason}</q> : null}
                </span>
                {notice.read ? null : <span className="only-read">{t("notices.new")}</span>}
                <Age since={notice.at} ago />
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function iconOf(kind: string): IconName {
  if (kind === "mentioned") return "note";
  if (kind.startsWith("hand")) return "next";
  return kind.startsWith("clock.") ? "warning" : "flag";
}
