import { useInfiniteQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { keys } from "../app/queries";
import { useShortcuts } from "../app/shortcuts";
import { Icon } from "../ui/Icon";
import { More } from "../ui/More";
import { at, useCommand } from "./commands";
import { statusIcons } from "./marks";
import { PraiseCard } from "./PraiseCard";
import { PraiseFilters, reachFrom } from "./PraiseFilters";
import { PraiseTabs } from "./PraiseTabs";
import { statuses } from "./rights";
import type { PraiseItem } from "./types";

const pageSize = 30;

/** What people said in praise, best first, by where its rights stand. */
export function PraisePage() {
  const { t } = useTranslation();
  const { search } = usePlace();
  const status = statuses.find((each) => each === search.get("status")) ?? "found";
  const [channel, language, media] = [search.get("channel"), search.get("language"), search.get("media") === "true"];
  const minReach = reachFrom(search);
  const query = useInfiniteQuery({
    queryKey: [...keys.praise, "list", status, channel, language, media, minReach],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/praise", {
          params: {
            query: {
              status,
              limit: pageSize,
              ...(channel ? { channel } : {}),
              ...(language ? { language } : {}),
              ...(media ? { media } : {}),
              ...(minReach > 0 ? { minReach } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const list = useRef<HTMLUListElement>(null);
  const change = useCommand({ done: status === "shortlisted" ? t("praise.removed") : t("praise.added") });
  const toggle = (item: PraiseItem) => {
    if (change.isPending) return;
    if (item.status !== "found" && item.status !== "shortlisted") return;
    const to = item.status === "found" ? "shortlisted" : "found";
    change.mutate(() => router.POST("/praise/{id}/status", { ...at(item), body: { status: to } }));
  };
  useShortcuts({
    j: () => focusCard(list.current, 1),
    k: () => focusCard(list.current, -1),
    s: () => {
      const item = items[focusedCard(list.current)];
      if (item) toggle(item);
    },
  });

  return (
    <main className="praise">
      <header className="bar">
        <h1>{t("praise.title")}</h1>
        <PraiseTabs />
        <PraiseFilters items={items} />
      </header>
      <nav className="rights-tabs" aria-label={t("praise.rights")}>
        {statuses.map((each) => (
          <Link
            key={each}
            to={withSearch({ status: each === "found" ? null : each })}
            className={`rights-tab ${each}`}
            aria-current={status === each ? "page" : undefined}
          >
            <Icon name={statusIcons[each]} size={14} /> {t(`praise.status.${each}`)}
          </Link>
        ))}
        <span className="quiet wide-only">
          <kbd>j</kbd> <kbd>k</kbd> <kbd>s</kbd> {t("praise.keys")}
        </span>
      </nav>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      {query.data && items.length === 0 ? (
        <div className="empty">
          <Icon name={statusIcons[status]} size={36} />
          <p>{t(`praise.empty.${status}`)}</p>
        </div>
      ) : null}
      <ul className="cards" ref={list}>
        {items.map((item) => (
          <li key={item.id}>
            <PraiseCard item={item} busy={change.isPending} onMove={() => toggle(item)} />
          </li>
        ))}
      </ul>
      <More of={query} />
    </main>
  );
}

function cardLinks(list: HTMLElement | null): readonly HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".card-open") ?? [])];
}

function focusedCard(list: HTMLElement | null): number {
  const card = document.activeElement?.closest("li");
  return cardLinks(list).findIndex((link) => link.closest("li") === card);
}

function focusCard(list: HTMLElement | null, by: 1 | -1): void {
  const links = cardLinks(list);
  const next = links[Math.min(links.length - 1, Math.max(0, focusedCard(list) + by))];
  next?.focus();
  next?.closest("li")?.scrollIntoView({ block: "nearest" });
}
