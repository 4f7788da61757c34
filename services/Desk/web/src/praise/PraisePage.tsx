import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { navigate, usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { PraiseItem, PraiseStatus } from "../api/types";
import { Icon } from "../ui/Icon";
import { platformName } from "../ui/marks";
import { toast } from "../ui/toast";
import { PraiseCard } from "./PraiseCard";

const pageSize = 30;

/** What people said in praise, best first, and what was put on the shortlist. */
export function PraisePage() {
  const { t } = useTranslation();
  const { search } = usePlace();
  const status = search.get("status") === "shortlisted" ? "shortlisted" : "found";
  const channel = search.get("channel");
  const query = useInfiniteQuery({
    queryKey: [...keys.praise, status, channel],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/praise", {
          params: {
            query: { status, limit: pageSize, ...(channel ? { channel } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const change = useMutation({
    mutationFn: (move: { item: PraiseItem; to: PraiseStatus }) =>
      take(router.POST("/praise/{id}/status", { params: { path: { id: move.item.id } }, body: { status: move.to } })),
    onSuccess: (_, move) => toast(move.to === "shortlisted" ? t("praise.added") : t("praise.removed")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.praise }),
  });
  const moving = change.isPending ? change.variables.item.id : null;
  const items = query.data?.pages.flatMap((page) => page.items).filter((item) => item.id !== moving) ?? [];
  const channels = [...new Set([...items.map((item) => item.mention.channel), ...(channel ? [channel] : [])])].sort();

  return (
    <main className="praise">
      <header className="bar">
        <h1>{t("praise.title")}</h1>
        <nav className="tabs" aria-label={t("praise.title")}>
          {(["found", "shortlisted"] as const).map((each) => (
            <Link
              key={each}
              to={withSearch({ status: each === "found" ? null : each })}
              aria-current={status === each ? "page" : undefined}
            >
              <Icon name={each === "found" ? "praise" : "star"} size={14} /> {t(`praise.${each}`)}
            </Link>
          ))}
        </nav>
        <select
          aria-label={t("praise.anyChannel")}
          value={channel ?? ""}
          onChange={(event) => navigate(withSearch({ channel: event.target.value }), { replace: true })}
        >
          <option value="">{t("praise.anyChannel")}</option>
          {channels.map((each) => (
            <option key={each} value={each}>
              {platformName(each)}
            </option>
          ))}
        </select>
        <span className="quiet">{t("praise.sort")}</span>
      </header>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      {query.data && items.length === 0 ? (
        <div className="empty">
          <Icon name="praise" size={36} />
          <p>{status === "found" ? t("praise.empty") : t("praise.emptyShortlist")}</p>
        </div>
      ) : null}
      <ul className="cards">
        {items.map((item) => (
          <li key={item.id}>
            <PraiseCard
              item={item}
              onMove={() => change.mutate({ item, to: item.status === "shortlisted" ? "found" : "shortlisted" })}
            />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <button className="button more" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("app.more")}
        </button>
      ) : null}
    </main>
  );
}
