import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { CannedReplyView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { useQueues } from "../queue/team";
import { lookIfOvertaken } from "../rules/queries";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { Icon } from "../ui/Icon";
import { newId } from "../ui/newId";
import { Overtaken } from "../ui/Overtaken";
import { toast } from "../ui/toast";
import { CannedTextField } from "./CannedTextField";
import { StepsField } from "./StepsField";

const languages = ["zh-CN", "en"] as const;
const kinds = ["reply", "ask_order_number"] as const;
const scopes = ["all", "queue", "personal"] as const;

interface Props {
  canned: CannedReplyView | null;
  isLead: boolean;
  onClose: () => void;
}

/** One canned reply: its text in each language, seen as a customer would see it, and what follows. */
export function CannedForm({ canned, isLead, onClose }: Props) {
  const { t } = useTranslation();
  const queues = useQueues();
  const version = canned?.version ?? 0;
  const edited = useKeptEdit(
    askOfForm("canned reply", canned?.id, canned?.name ?? t("canned.new")),
    {
      id: canned?.id ?? newId(),
      name: canned?.name ?? "",
      kind: canned?.kind ?? "reply",
      scope: canned?.scope ?? (isLead ? "all" : "personal"),
      queueId: canned?.queue_id ?? "",
      texts: canned?.texts ?? {},
      actions: canned?.actions ?? [],
      version,
    },
    String(version),
  );
  const { id, name, kind, scope, queueId, texts, actions } = edited.draft;
  const change = (part: Partial<typeof edited.draft>) => edited.set({ ...edited.draft, ...part });
  const params = { params: { path: { id }, header: { "If-Match": `"${edited.base.version}"` } } };
  const onError = (error: unknown) => lookIfOvertaken(error, keys.canned);
  const done = async () => {
    await queryClient.invalidateQueries({ queryKey: keys.canned });
    edited.close(onClose);
  };
  const save = useMutation({
    mutationFn: () =>
      edited.sending(() =>
        take(
          router.PUT("/canned-replies/{id}", {
            ...params,
            body: {
              name: name.trim(),
              kind,
              scope,
              queue_id: scope === "queue" && queueId !== "" ? queueId : null,
              texts: Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== "")),
              actions: [...actions],
            },
          }),
        ),
      ),
    onError,
    onSuccess: () => {
      toast(t("app.saved"));
      return done();
    },
  });
  const remove = useMutation({
    mutationFn: () => edited.sending(() => take(router.DELETE("/canned-replies/{id}", params))),
    onError,
    onSuccess: done,
  });
  const error = save.error ?? remove.error;
  const problem = error ? asProblem(error) : null;
  return (
    <Dialog title={canned ? canned.name : t("canned.new")} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="two">
          <Field text={t("canned.name")} fault={problem?.fault("name")}>
            <input data-focus required maxLength={100} name="name" value={name} onChange={(event) => change({ name: event.target.value })} />
          </Field>
          <Field text={t("canned.kind")} fault={problem?.fault("kind")}>
            <select value={kind} onChange={(event) => change({ kind: event.target.value })}>
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {t(`canned.kinds.${each}`)}
                </option>
              ))}
            </select>
          </Field>
          {isLead ? (
            <Field text={t("canned.scope")} fault={problem?.fault("scope")}>
              <select name="scope" value={scope} onChange={(event) => change({ scope: event.target.value })}>
                {scopes.map((each) => (
                  <option key={each} value={each}>
                    {t(`canned.scopes.${each}`)}
                  </option>
                ))}
              </select>
            </Field>
          ) : null}
          {scope === "queue" ? (
            <Field text={t("canned.scopes.queue")} fault={problem?.fault("queue_id")}>
              <select required value={queueId} onChange={(event) => change({ queueId: event.target.value })}>
                <option value="">–</option>
                {queues.map((queue) => (
                  <option key={queue.id} value={queue.id}>
                    {queue.name}
                  </option>
                ))}
              </select>
            </Field>
          ) : null}
        </div>
        {languages.map((language) => (
          <CannedTextField
            key={language}
            language={language}
            value={texts[language] ?? ""}
            onChange={(text) => change({ texts: { ...texts, [language]: text } })}
          />
        ))}
        {problem?.fault("texts") ? (
          <p className="fault" role="alert">
            {problem.fault("texts")}
          </p>
        ) : null}
        <StepsField actions={actions} onChange={(next) => change({ actions: [...next] })} problem={problem} />
        <Overtaken edited={edited} />
        <FormFoot
          error={error}
          shown={["name", "kind", "scope", "queue_id", "texts", "actions"]}
          busy={save.isPending}
          onCancel={() => edited.cancel(onClose)}
        >
          {canned ? (
            <button
              type="button"
              className="button quiet danger"
              disabled={remove.isPending}
              onClick={() => {
                if (confirm(t("canned.removeSure", { name: canned.name }))) remove.mutate();
              }}
            >
              <Icon name="trash" size={14} /> {t("canned.remove")}
            </button>
          ) : null}
        </FormFoot>
      </form>
    </Dialog>
  );
}
