import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import type { CannedAction, CannedReplyView } from "../api/types";
import { keys, queryClient } from "../app/queries";
import { useQueues } from "../queue/team";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { Icon } from "../ui/Icon";
import { newId } from "../ui/newId";
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
  const [id] = useState(() => canned?.id ?? newId());
  const [name, setName] = useState(canned?.name ?? "");
  const [kind, setKind] = useState<string>(canned?.kind ?? "reply");
  const [scope, setScope] = useState<string>(canned?.scope ?? (isLead ? "all" : "personal"));
  const [queueId, setQueueId] = useState(canned?.queue_id ?? "");
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>(canned?.texts ?? {});
  const [actions, setActions] = useState<readonly CannedAction[]>(canned?.actions ?? []);
  const params = { params: { path: { id } } };
  const done = async () => {
    await queryClient.invalidateQueries({ queryKey: keys.canned });
    onClose();
  };
  const save = useMutation({
    mutationFn: () =>
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
    onSuccess: () => {
      toast(t("app.saved"));
      return done();
    },
  });
  const remove = useMutation({ mutationFn: () => take(router.DELETE("/canned-replies/{id}", params)), onSuccess: done });
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
            <input data-focus required maxLength={100} name="name" value={name} onChange={(event) => setName(event.target.value)} />
          </Field>
          <Field text={t("canned.kind")} fault={problem?.fault("kind")}>
            <select value={kind} onChange={(event) => setKind(event.target.value)}>
              {kinds.map((each) => (
                <option key={each} value={each}>
                  {t(`canned.kinds.${each}`)}
                </option>
              ))}
            </select>
          </Field>
          {isLead ? (
            <Field text={t("canned.scope")} fault={problem?.fault("scope")}>
              <select name="scope" value={scope} onChange={(event) => setScope(event.target.value)}>
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
              <select required value={queueId} onChange={(event) => setQueueId(event.target.value)}>
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
            onChange={(text) => setTexts({ ...texts, [language]: text })}
          />
        ))}
        {problem?.fault("texts") ? (
          <p className="fault" role="alert">
            {problem.fault("texts")}
          </p>
        ) : null}
        <StepsField actions={actions} onChange={setActions} problem={problem} />
        <FormFoot
          error={error}
          shown={["name", "kind", "scope", "queue_id", "texts", "actions"]}
          busy={save.isPending}
          onCancel={onClose}
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
