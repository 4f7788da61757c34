import { useTranslation } from "react-i18next";
import type { ReplyConflict } from "../api/types";
import { Dialog } from "../ui/Dialog";
import { Post, Reply } from "./Timeline";

interface Props {
  conflict: ReplyConflict;
  onEdit: () => void;
  onAnyway: () => void;
}

/** Somebody wrote while this person was writing. Nothing is lost: read it, then send or change the text. */
export function ConflictDialog({ conflict, onEdit, onAnyway }: Props) {
  const { t } = useTranslation();
  return (
    <Dialog title={t("conflict.title")} onClose={onEdit} wide>
      <div className="stack">
        <p>{t("conflict.text")}</p>
        <ol className="newer">
          {conflict.newer.map((item) => (
            <li key={item.id} className={`item ${item.type}`}>
              {item.mention ? <Post item={item} mention={item.mention} /> : null}
              {item.reply ? <Reply item={item} reply={item.reply} detail={null} /> : null}
            </li>
          ))}
        </ol>
        <footer>
          <button className="button" onClick={onAnyway}>
            {t("conflict.anyway")}
          </button>
          <button className="button primary" data-focus onClick={onEdit}>
            {t("conflict.edit")}
          </button>
        </footer>
      </div>
    </Dialog>
  );
}
