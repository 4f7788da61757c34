import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { desk, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { ApiTokenView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { Age, Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { toast } from "../ui/toast";
import { usePages } from "../ui/usePages";
import { AdminBar } from "./AdminBar";
import { Secret } from "./Secret";
import { TokenDialog } from "./TokenDialog";

/** Which programs may use the API, and for what. */
export function TokensPage() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const pages = usePages(keys.tokens, (from) => take(desk.GET("/desk/tokens", { params: { query: from } })));
  return (
    <main className="admin">
      <AdminBar>
        <button className="button primary" onClick={() => setAdding(true)}>
          <Icon name="plus" size={14} /> {t("admin.newToken")}
        </button>
      </AdminBar>
      <p className="quiet padded">{t("admin.tokensLead")}</p>
      <PagedList
        pages={pages}
        columns={[
          t("admin.tokenName"),
          t("admin.tokenBegins"),
          t("admin.roles"),
          t("admin.tokenScopes"),
          t("admin.tokenUsed"),
          t("admin.tokenExpires"),
          t("admin.tokenBy"),
          t("admin.status"),
        ]}
        empty={{ icon: "key", text: t("admin.tokensEmpty") }}
      >
        {(token) => <Row token={token} />}
      </PagedList>
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
      <td>{token.last_used_at ? <Age since={token.last_used_at} ago /> : t("admin.never")}</td>
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
