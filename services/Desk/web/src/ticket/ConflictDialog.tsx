import { useTranslation } from "react-i18next";
import type { ReplyConflict } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { StatusChip } from "../ui/marks";
import { Entry } from "./Timeline";

interface Props {
  conflict: ReplyConflict;
  what: "write" | "resolve";
  onEdit: () => void;
  onAnyway: () => void;
}

/** Something came in while this person was at work. Nothing is lost: read it, then go on or change the text. */
export function ConflictDialog({ conflict, what, onEdit, onAnyway }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("conflict.title")} onClose={onEdit} wide>
      <div className="stack">
        <p>{t(`conflict.text.${what}`)}</p>
        <ol className="newer">
          {conflict.newer.map((item) => (
            <li key={item.id} className={`item ${item.type}`}>
              <Entry item={item} ticket={null} copies={[]} />
            </li>
          ))}
        </ol>
        {conflict.ticket_status ? (
          <p className="conflict-now">
            <span>{t("conflict.now")}</span> <StatusChip status={conflict.ticket_status} />
            <span>{conflict.assignee?.name ?? t("queue.nobody")}</span>
          </p>
        ) : null}
        <footer>
          <button className="button" onClick={onAnyway}>
            {t(`conflict.anyway.${what}`)}
          </button>
          <button className="button primary" data-focus onClick={onEdit}>
            {t(`conflict.edit.${what}`)}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
