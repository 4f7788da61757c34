import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { asProblem, said } from "../api/problem";
import type { ParkedView } from "../api/types";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { toast } from "../ui/toast";
import { usePages } from "../ui/usePages";
import { AdminBar } from "./AdminBar";

/** What could not be processed: why, what, and another try. */
export function ParkedPage() {
  const { t } = useTranslation();
  const pages = usePages(keys.parked, (from) => take(router.GET("/parked", { params: { query: from } })), {
    refetchInterval: 10_000,
  });
  return (
    <main className="admin">
      <AdminBar />
      <p className="quiet padded">{t("admin.parkedLead")}</p>
      <PagedList pages={pages} className="parked" empty={{ icon: "check", text: t("admin.parkedEmpty") }}>
        {(message) => <Parked message={message} />}
      </PagedList>
    </main>
  );
}

function Parked({ message }: { message: ParkedView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const replay = useMutation({
    mutationFn: () => take(router.POST("/parked/{id}/replay", { params: { path: { id: message.id } } })),
    onSuccess: () => toast(t("admin.replayAsked")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.parked }),
  });
  return (
    <article className="parked-card">
      <header>
        <span className="tag">{message.service}</span>
        <strong>{message.message_type ?? t("admin.unreadable")}</strong>
        <span className="quiet">#{message.id}</span>
        <span className="item-when">
          <Moment at={message.parked_at} />
        </span>
      </header>
      <p className="words">{said(message.reason)}</p>
      {open ? <pre className="body">{pretty(message.body)}</pre> : null}
      <footer>
        <button className="button small" onClick={() => setOpen(!open)} aria-expanded={open}>
          {open ? t("admin.hideBody") : t("admin.showBody")}
        </button>
        {message.replay_requested ? (
          <span className="tag waiting">{t("admin.replayAsked")}</span>
        ) : (
          <button
            className="button small"
            disabled={replay.isPending || message.message_type === null}
            onClick={() => replay.mutate()}
          >
            <Icon name="reopen" size={13} /> {t("admin.replay")}
          </button>
        )}
      </footer>
    </article>
  );
}

function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
