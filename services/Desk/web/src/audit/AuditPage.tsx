import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { AdminTabs } from "../admin/AdminTabs";
import { desk, take } from "../api/client";
import { usePlace } from "../app/address";
import { Icon } from "../ui/Icon";
import { ProblemLine } from "../ui/ProblemLine";
import { AuditFilters } from "./AuditFilters";
import { AuditRow } from "./AuditRow";
import { fileOf, questionOf } from "./question";

/** Who did what, newest first; a click on a name or an id narrows the list to it. */
export function AuditPage() {
  const { t } = useTranslation();
  const { search } = usePlace();
  const question = questionOf(search);
  const query = useInfiniteQuery({
    queryKey: ["audit", question],
    queryFn: ({ pageParam }) =>
      take(desk.GET("/desk/audit", { params: { query: { ...question, ...(pageParam ? { cursor: pageParam } : {}) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const lines = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="admin">
      <header className="bar">
        <h1>{t("nav.admin")}</h1>
        <AdminTabs />
        <a className="button bar-end" href={fileOf(question)} download>
          <Icon name="download" size={14} /> {t("audit.csv")}
        </a>
      </header>
      <p className="quiet padded">{t("audit.lead")}</p>
      <AuditFilters lines={lines} />
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      {query.data && lines.length === 0 ? (
        <div className="empty">
          <Icon name="rules" size={36} />
          <p>{t("audit.empty")}</p>
        </div>
      ) : (
        <div className="table-frame">
          <table className="table audit">
            <thead>
              <tr>
                <th scope="col">{t("audit.at")}</th>
                <th scope="col">{t("audit.who")}</th>
                <th scope="col">{t("audit.what")}</th>
                <th scope="col">{t("audit.whom")}</th>
                <th scope="col">{t("audit.detail")}</th>
                <th scope="col">{t("audit.outcome")}</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line) => (
                <AuditRow key={line.id} line={line} />
              ))}
            </tbody>
          </table>
          {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
          {query.hasNextPage ? (
            <button className="button more" onClick={() => void query.fetchNextPage()}>
              {t("app.more")}
            </button>
          ) : null}
        </div>
      )}
    </main>
  );
}
