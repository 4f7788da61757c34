import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { PagedList } from "../ui/PagedList";
import { usePages } from "../ui/usePages";
import { takedownsKey } from "./commands";
import { PraiseTabs } from "./PraiseTabs";
import { Takedown } from "./Takedown";

const pageSize = 20;

/** What may not be shown any more and still may be, oldest first; and what was taken down. */
export function TakedownsPage() {
  const { t } = useTranslation();
  const done = usePlace().search.get("done") === "true";
  const pages = usePages(
    [...takedownsKey, "list", done],
    (from) => take(router.GET("/takedowns", { params: { query: { done, limit: pageSize, ...from } } })),
    { refetchInterval: 60_000 },
  );
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
      <PagedList
        pages={pages}
        className="takedowns"
        empty={{ icon: "check", text: t(done ? "praise.noneDone" : "praise.noneOpen") }}
      >
        {(task) => <Takedown task={task} withPost />}
      </PagedList>
    </main>
  );
}
