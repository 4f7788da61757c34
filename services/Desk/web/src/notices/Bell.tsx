import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../app/commands";
import { Icon } from "../ui/Icon";
import { NoticeDialog } from "./NoticeDialog";
import { useNotices, useNoticeToasts } from "./useNotices";

/** How much there is that this person has not heard of. */
export function Bell() {
  const { t } = useTranslation();
  const notices = useNotices();
  const [isOpen, setOpen] = useState(false);
  useNoticeToasts();
  useCommands([{ text: t("notices.title"), group: t("palette.go"), icon: "bell", run: () => setOpen(true) }]);
  const unread = notices?.filter((notice) => !notice.read).length ?? 0;
  const text = unread === 0 ? t("notices.title") : t("notices.unread", { count: unread });
  return (
    <>
      <button className="side-button bell" onClick={() => setOpen(true)} title={text} aria-label={text}>
        <Icon name="bell" size={18} />
        {unread > 0 ? <span className="bell-count">{unread > 49 ? "49+" : unread}</span> : null}
      </button>
      {isOpen ? <NoticeDialog notices={notices ?? []} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
