import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { ApiTokenView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { Age, Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { toast } from "../ui/toast";
import { AdminTabs } from "./AdminTabs";
import { Secret } from "./Secret";
import { TokenDialog } from "./TokenDialog";

/** Which programs may use the API, and for what. */
export function TokensPage() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const query = useInfiniteQuery({
    queryKey: keys.tokens,
    queryFn: ({ pageParam }) => take(desk.GET("/desk/tokens", { params: { query: pageParam ? { cursor: pageParam } : {} } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const tokens = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="admin">
      <header className="bar">
        <h1>{t("nav.admin")}</h1>
        <AdminTabs />
        <button className="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" size={14} /> {t("admin.newToken")}
        </button>
      </header>
      <p className="quiet padded">{t("admin.tokensLead")}</p>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {query.data && tokens.length === 0 ? (
        <div className="empty">
          <Icon name="key" size={36} />
          <p>{t("admin.tokensEmpty")}</p>
        </div>
      ) : (
        <div className="table-frame">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t("admin.tokenName")}</th>
                <th scope="col">{t("admin.tokenBegins")}</th>
                <th scope="col">{t("admin.roles")}</th>
                <th scope="col">{t("admin.tokenScopes")}</th>
                <th scope="col">{t("admin.tokenUsed")}</th>
                <th scope="col">{t("admin.tokenExpires")}</th>
                <th scope="col">{t("admin.tokenBy")}</th>
                <th scope="col">{t("admin.status")}</th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <Row key={token.id} token={token} />
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
      {adding ? (
        <TokenDialog
          onClose={() => setAdding(false)}
          onMade={(made) => {
            setAdding(false);
            setSecret(made);
          }}
        />
      ) : null}
      {secret ? <Secret title={t("admin.newToken")} secret={secret} onClose={() => setSecret(null)} /> : null}
    </main>
  );
}

function Row({ token }: { token: ApiTokenView }) {
  const { t } = useTranslation();
  const over = Date.parse(token.expires_at) <= Date.now();
  const revoke = useMutation({
    mutationFn: () => take(desk.DELETE("/desk/tokens/{id}", { params: { path: { id: token.id } } })),
    onSuccess: () => toast(t("admin.tokenRevoked")),
    onError: (error) => toast(t("app.error", { reason: asProblem(error).message }), "bad"),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.tokens }),
  });
  return (
    <tr className={token.revoked_at || over ? "off" : ""}>
      <th scope="row">
        <bdi>{token.name}</bdi>
      </th>
      <td>
        <code>{token.begins}…</code>
      </td>
      <td>
        {token.roles.map((role) => (
          <span key={role} className="tag">
            {t(`role.${role}`)}
          </span>
        ))}
      </td>
      <td>
        {token.scopes.map((scope) => (
          <code key={scope} className="tag">
            {scope}
          </code>
        ))}
      </td>
      <td>{token.last_used_at ? <Age since={token.last_used_at} /> : t("admin.never")}</td>
      <td>
        <Moment at={token.expires_at} />
      </td>
      <td>{token.created_by}</td>
      <td>
        {token.revoked_at ? (
          <span className="tag">{t("admin.tokenRevoked")}</span>
        ) : over ? (
          <span className="tag">{t("admin.tokenOver")}</span>
        ) : (
          <button
            className="button small"
            disabled={revoke.isPending}
            onClick={() => {
              if (confirm(t("admin.tokenRevokeSure", { name: token.name }))) revoke.mutate();
            }}
          >
            {t("admin.tokenRevoke")}
          </button>
        )}
      </td>
    </tr>
  );
}
