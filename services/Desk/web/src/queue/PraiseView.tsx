import { useMutation } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { Label, PraisePost } from "../api/types";
import { navigate, usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { keys, queryClient } from "../app/queries";
import { hasRole, usePerson } from "../app/session";
import { useShortcuts } from "../app/shortcuts";
import { sayLabel } from "../ticket/actions";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { toast } from "../ui/toast";
import { usePages } from "../ui/usePages";
import { authorName } from "../ui/marks";
import { LabelDialog } from "../work/LabelDialog";
import { ChannelFilter } from "./ChannelFilter";
import { PraisePostRow } from "./PraisePostRow";
import { ViewMenu } from "./ViewMenu";
import { useCounts } from "./useCounts";

/** What was said in praise where one works: good news for support, and the place to put right what is none. */
export function PraiseView() {
  const { t } = useTranslation();
  const person = usePerson();
  const { search } = usePlace();
  const channel = search.get("channel") ?? "";
  const count = useCounts()?.praise;
  const list = useRef<HTMLDivElement>(null);
  const [asked, setAsked] = useState<PraisePost | null>(null);
  const pages = usePages([...keys.praise, "lately", channel], (from) =>
    take(router.GET("/praise/lately", { params: { query: { ...(channel ? { channel } : {}), ...from } } })), { refetchInterval: 60_000 },
  );
  const relabel = useMutation({
    mutationFn: ({ post, label }: { post: PraisePost; label: Label }) => sayLabel(post.mention, label),
    onSuccess: (_, { label }) => toast(t("action.done.relabel", { label: t(`label.${label}`) })),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => {
      for (const queryKey of [keys.praise, keys.counts, keys.lists]) void queryClient.invalidateQueries({ queryKey });
    },
  });
  const say = (label: Label) => () => {
    const post = pages.items[focusedRow(list.current)];
    if (post && !relabel.isPending) relabel.mutate({ post, label });
  };
  useShortcuts({
    j: () => focusRow(list.current, 1),
    ArrowDown: () => focusRow(list.current, 1),
    k: () => focusRow(list.current, -1),
    ArrowUp: () => focusRow(list.current, -1),
    o: () => rowsOf(list.current)[focusedRow(list.current)]?.querySelector<HTMLElement>("a.outside")?.click(),
    "1": say("complaint"),
    "3": say("question"),
    "4": say("other"),
  });

  return (
    <main className="queue">
      <header className="bar">
        <ViewMenu view="praise" />
        <h1>
          {t("view.praise")} <span className="bar-count">{channel ? "" : count}</span>
        </h1>
        <span className="quiet">{t("queue.praise.lately")}</span>
        <span className="bar-end inline-form">
          <ChannelFilter
            value={channel}
            seen={pages.items.map((post) => post.mention.channel)}
            onChange={(value) => navigate(withSearch({ channel: value }), { replace: true })}
          />
          {hasRole(person, "marketing", "lead", "admin") ? (
            <Link className="button" to="/praise">
              <Icon name="praise" size={14} /> {t("queue.praise.board")}
            </Link>
          ) : null}
        </span>
      </header>
      <div className="list praise-list" ref={list}>
        <PagedList pages={pages} className="praise-rows" empty={{ icon: "praise", text: t("queue.praise.none") }}>
          {(post) => (
            <PraisePostRow post={post} busy={relabel.isPending} onRelabel={() => setAsked(post)} />
          )}
        </PagedList>
      </div>
      {asked ? (
        <LabelDialog
          title={`${t("action.relabel")} · ${authorName(asked.mention.author)}`}
          isNow={(label) => label === asked.mention.label}
          onPick={(label) => relabel.mutate({ post: asked, label })}
          onClose={() => setAsked(null)}
        />
      ) : null}
    </main>
  );
}

function rowsOf(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".praise-row") ?? [])];
}

function focusedRow(list: HTMLElement | null): number {
  return rowsOf(list).findIndex((row) => row.contains(document.activeElement));
}

function focusRow(list: HTMLElement | null, by: 1 | -1): void {
  const rows = rowsOf(list);
  rows[Math.min(rows.length - 1, Math.max(0, focusedRow(list) + by))]?.focus();
}
