import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { WebhookView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { toast } from "../ui/toast";

interface Props {
  webhook: WebhookView | null;
  onClose: () => void;
  onMade: (secret: string) => void;
}

/** Enters or changes a program that is told of changes. */
export function WebhookDialog({ webhook, onClose, onMade }: Props) {
  const { t } = useTranslation();
  const [url, setUrl] = useState(webhook?.url ?? "");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [kinds, setKinds] = useState(webhook?.kinds.join(" ") ?? "");
  const [active, setActive] = useState(webhook?.active ?? true);
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        url: url.trim(),
        description: description.trim() === "" ? null : description.trim(),
        kinds: kinds.split(/[\s,]+/).filter((kind) => kind !== ""),
        active,
      };
      if (!webhook) return (await take(router.POST("/webhooks", { body }))).secret;
      await take(
        router.PUT("/webhooks/{id}", {
          params: { path: { id: webhook.id }, header: { "If-Match": `"${webhook.version}"` } },
          body,
        }),
      );
      return null;
    },
    onSuccess: async (secret) => {
      await queryClient.invalidateQueries({ queryKey: keys.webhooks });
      if (secret) onMade(secret);
      else {
        toast(t("app.saved"));
        onClose();
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
          <input type="url" required data-focus maxLength={2000} value={url} onChange={(event) => setUrl(event.target.value)} />
        </Field>
        <Field text={t("admin.webhookFor")} fault={problem?.fault("description")}>
          <input maxLength={200} value={description} onChange={(event) => setDescription(event.target.value)} />
        </Field>
        <Field text={t("admin.webhookKinds")} hint={t("admin.webhookKindsHint")} fault={problem?.fault("kinds")}>
          <input spellCheck={false} value={kinds} onChange={(event) => setKinds(event.target.value)} />
        </Field>
        <label className="check">
          <input type="checkbox" checked={active} onChange={(event) => setActive(event.target.checked)} />
          {t("admin.webhookActive")}
        </label>
        {problem && Object.keys(problem.errors).length === 0 ? (
          <p className="fault" role="alert">
            {t("app.error", { reason: problem.message })}
          </p>
        ) : null}
        <FormFoot busy={save.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
}
