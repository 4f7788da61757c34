import { useMutation } from "@tanstack/react-query";
import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { WebhookView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { lookIfOvertaken } from "../rules/queries";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Choices } from "../ui/Choices";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { Overtaken } from "../ui/Overtaken";
import { toast } from "../ui/toast";
import { webhookKinds, type WebhookKind } from "./webhookKinds";

const abouts = Object.keys(webhookKinds) as (keyof typeof webhookKinds)[];

interface Props {
  webhook: WebhookView | null;
  onClose: () => void;
  onMade: (secret: string) => void;
}

/** Enters or changes a program that is told of changes. */
export function WebhookDialog({ webhook, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const version = webhook?.version ?? 0;
  const edited = useKeptEdit(
    askOfForm("webhook", webhook?.id, webhook?.url ?? t("admin.newWebhook")),
    { url: webhook?.url ?? "", description: webhook?.description ?? "", kinds: webhook?.kinds ?? [], active: webhook?.active ?? true, version },
    String(version),
  );
  const { url, description, kinds, active } = edited.draft;
  const change = (part: Partial<typeof edited.draft>) => edited.set({ ...edited.draft, ...part });
  const save = useMutation({
    mutationFn: () => edited.sending(async () => {
      const body = {
        url: url.trim(),
        description: description.trim() === "" ? null : description.trim(),
        kinds,
        active,
      };
      if (!webhook) return (await take(router.POST("/webhooks", { body }))).secret;
      await take(
        router.PUT("/webhooks/{id}", {
          params: { path: { id: webhook.id }, header: { "If-Match": `"${edited.base.version}"` } },
          body,
        }),
      );
      return null;
    }),
    onError: (error) => lookIfOvertaken(error, keys.webhooks),
    onSuccess: async (secret) => {
      await queryClient.invalidateQueries({ queryKey: keys.webhooks });
      if (secret) onMade(secret);
      else {
        toast(t("app.saved"));
        edited.close(onClose);
      }
    },
  });
  const problem = save.error ? asProblem(save.error) : null;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <Dialog title={webhook ? t("admin.editWebhook") : t("admin.newWebhook")} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        <Field text={t("admin.webhookUrl")} hint={t("admin.webhookUrlHint")} fault={problem?.fault("url")}>
          <input type="url" required data-focus maxLength={2000} value={url} onChange={(event) => change({ url: event.target.value })} />
        </Field>
        <Field text={t("admin.webhookFor")} fault={problem?.fault("description")}>
          <input maxLength={200} value={description} onChange={(event) => change({ description: event.target.value })} />
        </Field>
        <p className="quiet">{t("app.colon", { name: t("admin.webhookKinds"), value: t("admin.webhookKindsHint") })}</p>
        {abouts.map((about) => (
          <Choices
            key={about}
            legend={t(`admin.webhookAbout.${about}`)}
            all={webhookKinds[about]}
            held={kinds as WebhookKind[]}
            text={(kind) => t(`admin.webhookKind.${kind}`)}
            onChange={(held) => change({ kinds: held })}
          />
        ))}
        {problem?.fault("kinds") ? (
          <p className="fault" role="alert">
            {problem.fault("kinds")}
          </p>
        ) : null}
        <label className="check">
          <input type="checkbox" checked={active} onChange={(event) => change({ active: event.target.checked })} />
          {t("admin.webhookActive")}
        </label>
        <Overtaken edited={edited} />
        {problem && Object.keys(problem.errors).length === 0 ? (
          <p className="fault" role="alert">
            {t("app.error", { reason: problem.message })}
          </p>
        ) : null}
        <FormFoot busy={save.isPending} onCancel={() => edited.cancel(onClose)} />
      </form>
    </Dialog>
  );
}
