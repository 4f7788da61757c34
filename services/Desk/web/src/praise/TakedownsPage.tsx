import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { Icon } from "../ui/Icon";
import { takedownsKey } from "./commands";
import { PraiseTabs } from "./PraiseTabs";
import { Takedown } from "./Takedown";

const pageSize = 20;

/** What may not be shown any more and still may be, oldest first; and what was taken down. */
export function TakedownsPage() {
  const { t } = useTranslation();
  const done = usePlace().search.get("done") === "true";
  const query = useInfiniteQuery({
    queryKey: [...takedownsKey, "list", done],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/takedowns", { params: { query: { done, limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) } } }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const tasks = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="praise">
      <header className="bar">
        <h1>{t("praise.title")}</h1>
        <PraiseTabs />
      </header>
      <nav className="rights-tabs" aria-label={t("praise.takedowns")}>
        <Link to={withSearch({ done: null })} className="rights-tab" aria-current={done ? undefined : "page"}>
          {t("praise.tasksOpen")}
        </Link>
        <Link to={withSearch({ done: "true" })} className="rights-tab" aria-current={done ? "page" : undefined}>
          {t("praise.tasksDone")}
        </Link>
      </nav>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      {query.data && tasks.length === 0 ? (
        <div className="empty">
          <Icon name="check" size={36} />
          <p>{t(done ? "praise.noneDone" : "praise.noneOpen")}</p>
        </div>
      ) : null}
      <ul className="takedowns">
        {tasks.map((task) => (
          <li key={task.id}>
            <Takedown task={task} withPost />
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
