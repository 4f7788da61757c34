import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem, said } from "../api/problem";
import type { WebhookView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { toast } from "../ui/toast";
import { usePages } from "../ui/usePages";
import { AdminBar } from "./AdminBar";
import { Deliveries } from "./Deliveries";
import { Secret } from "./Secret";
import { WebhookDialog } from "./WebhookDialog";
import type { WebhookKind } from "./webhookKinds";

/** Which programs are told of changes, and what became of it. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const [edited, setEdited] = useState<string | null>(null);
  const [secret, setSecret] = useState<string | null>(null);
  const pages = usePages(keys.webhooks, (from) => take(router.GET("/webhooks", { params: { query: from } })));
  return (
    <main className="admin">
      <AdminBar>
        <button className="button primary" onClick={() => setEdited("new")}>
          <Icon name="plus" size={14} /> {t("admin.newWebhook")}
        </button>
      </AdminBar>
      <p className="quiet padded">{t("admin.webhooksLead")}</p>
      <PagedList pages={pages} className="parked" empty={{ icon: "send", text: t("admin.webhooksEmpty") }}>
        {(webhook) => <Card webhook={webhook} onEdit={() => setEdited(webhook.id)} onSecret={setSecret} />}
      </PagedList>
      {edited ? (
        <WebhookDialog
          webhook={pages.items.find((webhook) => webhook.id === edited) ?? null}
          onClose={() => setEdited(null)}
          onMade={(made) => {
            setEdited(null);
            setSecret(made);
          }}
        />
      ) : null}
      {secret ? <Secret title={t("admin.webhooks")} secret={secret} onClose={() => setSecret(null)} /> : null}
    </main>
  );
}

interface CardProps {
  webhook: WebhookView;
  onEdit: () => void;
  onSecret: (secret: string) => void;
}

function Card({ webhook, onEdit, onSecret }: CardProps) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  const params = { params: { path: { id: webhook.id } } };
  const fresh = () => queryClient.invalidateQueries({ queryKey: keys.webhooks });
  const bad = (error: Error) => toast(t("app.error", { reason: asProblem(error).message }), "bad");
  const test = useMutation({
    mutationFn: () => take(router.POST("/webhooks/{id}/test", params)),
    onSuccess: () => {
      toast(t("admin.webhookTested"));
      setOpen(true);
    },
    onError: bad,
    onSettled: fresh,
  });
  const renew = useMutation({
    mutationFn: () => take(router.POST("/webhooks/{id}/secret", params)),
    onSuccess: (renewed) => onSecret(renewed.secret),
    onError: bad,
  });
  const remove = useMutation({
    mutationFn: () => take(router.DELETE("/webhooks/{id}", params)),
    onError: bad,
    onSettled: fresh,
  });
  return (
    <article className={webhook.active ? "parked-card calm" : "parked-card"}>
      <header>
        <span className={webhook.active ? "tag good" : "tag"}>
          {webhook.active ? t("admin.webhookActive") : t("admin.webhookOff")}
        </span>
        <strong>
          <bdi>{webhook.url}</bdi>
        </strong>
        {webhook.failing_since ? (
          <span className="tag waiting">
            {t("admin.webhookFailing", { time: moment(webhook.failing_since, i18n.language) })}
          </span>
        ) : null}
      </header>
      {webhook.description ? <p>{webhook.description}</p> : null}
      <p className="quiet">
        {t("app.colon", { name: t("admin.webhookKinds"), value: webhook.kinds.map((kind) => t(`admin.webhookKind.${kind as WebhookKind}`)).join(t("app.comma")) || t("admin.webhookAll") })}
      </p>
      {webhook.inactive_reason ? <p className="fault">{said(webhook.inactive_reason)}</p> : null}
      {open ? <Deliveries webhookId={webhook.id} /> : null}
      <footer>
        <button className="button small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("admin.webhookLog")}
        </button>
        <button className="button small" disabled={test.isPending} onClick={() => test.mutate()}>
          {t("admin.webhookTest")}
        </button>
        <button className="button small" onClick={onEdit}>
          {t("admin.editWebhook")}
        </button>
        <button
          className="button small"
          disabled={renew.isPending}
          onClick={() => {
            if (confirm(t("admin.webhookRenewSure"))) renew.mutate();
          }}
        >
          {t("admin.webhookRenew")}
        </button>
        <button
          className="button small"
          disabled={remove.isPending}
          onClick={() => {
            if (confirm(t("admin.webhookDeleteSure"))) remove.mutate();
          }}
        >
          {t("admin.webhookDelete")}
        </button>
      </footer>
    </article>
  );
}
