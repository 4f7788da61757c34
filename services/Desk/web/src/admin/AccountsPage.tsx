import { useState } from "react";
import { useTranslation } from "react-i18next";
import { keys } from "../app/queries";
import { desk, take } from "../api/client";
import type { AccountView } from "../api/types";
import { navigate, usePlace, withSearch } from "../app/address";
import { Age, moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { SearchInput } from "../ui/SearchInput";
import { usePages } from "../ui/usePages";
import { AccountDialog } from "./AccountDialog";
import { AdminBar } from "./AdminBar";

/** Who may sign in, and as what. */
export function AccountsPage() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<AccountView | "new" | null>(null);
  const q = usePlace().search.get("q") ?? "";
  const pages = usePages([...keys.accounts, q], (from) =>
    take(desk.GET("/desk/accounts", { params: { query: q === "" ? from : { ...from, q } } })),
  );
  return (
    <main className="admin">
      <AdminBar>
        <SearchInput
          asked={q}
          placeholder={t("admin.searchAccounts")}
          label={t("admin.searchAccounts")}
          onAsk={(wanted) => navigate(withSearch({ q: wanted }), { replace: true })}
        />
        <button className="button primary" onClick={() => setEdited("new")}>
          <Icon name="plus" size={14} /> {t("admin.newAccount")}
        </button>
      </AdminBar>
      <PagedList
        pages={pages}
        empty={{ icon: "people", text: t("admin.noAccountFits") }}
        columns={[t("admin.userName"), t("admin.displayName"), t("admin.roles"), t("admin.lastSeen"), t("admin.status")]}
      >
        {(account) => <Row account={account} onEdit={() => setEdited(account)} />}
      </PagedList>
      {edited ? <AccountDialog account={edited === "new" ? null : edited} onClose={() => setEdited((now) => (now === edited ? null : now))} /> : null}
    </main>
  );
}

function Row({ account, onEdit }: { account: AccountView; onEdit: () => void }) {
  const { t } = useTranslation();
  return (
    <tr className={account.active ? "" : "off"}>
      <th scope="row">
        <button className="link" onClick={onEdit}>
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
      <td>{account.last_seen_at ? <Age since={account.last_seen_at} ago /> : t("admin.never")}</td>
      <td>
        <State account={account} />
      </td>
    </tr>
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
