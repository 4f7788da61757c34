import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "../ui/Icon";
import { useNow } from "../ui/time";
import { ExportDialog } from "./ExportDialog";
import { PostedDialog } from "./PostedDialog";
import { isLive } from "./rights";
import type { PraiseItem } from "./types";

/** Showing what the author wrote: with their permission anywhere it reaches, without it only as the platform forwards it. */
export function UseCard({ item }: { item: PraiseItem }) {
  const { t } = useTranslation();
  const live = isLive(item.grant, useNow());
  const [open, setOpen] = useState<"export" | "posted" | "repost" | null>(null);
  const close = () => setOpen(null);
  return (
    <section className="card">
      <h2>{t("praise.use")}</h2>
      <p className={live ? "grant-line live" : "grant-line"}>
        <Icon name={live ? "check" : "warning"} size={14} /> {t(live ? "praise.mayShow" : "praise.mayNotShow")}
      </p>
      <p className="credit">— {item.credit_line}</p>
      <p className="actions">
        <button className={live ? "button primary" : "button"} onClick={() => setOpen("export")}>
          {t("praise.export")}
        </button>
        <button className="button" onClick={() => setOpen("posted")}>
          {t("praise.markPosted")}
        </button>
        {item.status === "revoked" ? null : (
          <button className="button" onClick={() => setOpen("repost")}>
            {t("praise.logRepost")}
          </button>
        )}
      </p>
      {open === "export" ? <ExportDialog item={item} onClose={close} /> : null}
      {open === "posted" || open === "repost" ? <PostedDialog item={item} way={open} onClose={close} /> : null}
    </section>
  );
}
