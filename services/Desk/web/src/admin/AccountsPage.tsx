import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../app/queries";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { AccountView } from "../api/types";
import { Age, moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { AccountDialog } from "./AccountDialog";
import { AdminTabs } from "./AdminTabs";

/** Who may sign in, and as what. */
export function AccountsPage() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<AccountView | "new" | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.accounts,
    queryFn: ({ pageParam }) =>
      take(desk.GET("/desk/accounts", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const accounts = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="admin">
      <header className="bar">
        <h1>{t("nav.admin")}</h1>
        <AdminTabs />
        <button className="button primary" onClick={() => setEdited("new")}>
          <Icon name="plus" size={14} /> {t("admin.newAccount")}
        </button>
      </header>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      <div className="table-frame">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("admin.userName")}</th>
              <th scope="col">{t("admin.displayName")}</th>
              <th scope="col">{t("admin.roles")}</th>
              <th scope="col">{t("admin.lastSeen")}</th>
              <th scope="col">{t("admin.status")}</th>
            </tr>
          </thead>
          <tbody>
            {accounts.map((account) => (
              <tr key={account.id} className={account.active ? "" : "off"}>
                <th scope="row">
                  <button className="link" onClick={() => setEdited(account)}>
                    {account.user_name}
                  </button>
                </th>
                <td>
                  <bdi>{account.display_name}</bdi>
                </td>
                <td>
                  {account.roles.map((role) => (
                    <span key={role} className="tag">
                      {t(`role.${role}`)}
                    </span>
                  ))}
                </td>
                <td>{account.last_seen_at ? <Age since={account.last_seen_at} /> : t("admin.never")}</td>
                <td>
                  <State account={account} />
                </td>
              </tr>
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
      {edited ? <AccountDialog account={edited === "new" ? null : edited} onClose={() => setEdited(null)} /> : null}
    </main>
  );
}

function State({ account }: { account: AccountView }) {
  const { t, i18n } = useTranslation();
  const locked = account.locked_until && Date.parse(account.locked_until) > Date.now();
  return (
    <>
      <span className={account.active ? "tag good" : "tag"}>{account.active ? t("admin.active") : t("admin.inactive")}</span>
      {locked && account.locked_until ? (
        <span className="tag waiting">{t("admin.locked", { time: moment(account.locked_until, i18n.language) })}</span>
      ) : null}
      {account.from_provider ? <span className="tag">{t("admin.fromProvider")}</span> : null}
      {account.agent_pending ? <span className="tag waiting">{t("admin.pending")}</span> : null}
    </>
  );
}
