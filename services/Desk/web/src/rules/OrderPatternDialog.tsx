import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { OrderPatternView } from "../api/leadTypes";
import { asProblem } from "../api/problem";
import { askOfForm } from "../ticket/asks";
import { useKeptEdit } from "../ticket/useKeptEdit";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { Icon } from "../ui/Icon";
import { Overtaken } from "../ui/Overtaken";
import { toast } from "../ui/toast";
import { orderNumberIn } from "./orderNumber";
import { forget, lookIfOvertaken, ruleKeys } from "./queries";

/** The pattern of one account, tried on a post while it is written. */
export function OrderPatternDialog({ pattern: saved, onClose }: { pattern: OrderPatternView | null; onClose: () => void }) {
  const { t } = useTranslation();
  const version = saved?.version ?? 0;
  const edited = useKeptEdit(
    askOfForm("order pattern", saved ? `${saved.channel} ${saved.account}` : undefined, saved?.account ?? t("rules.order.new")),
    { channel: saved?.channel ?? "", account: saved?.account ?? "", pattern: saved?.pattern ?? "", required: saved?.required ?? false, version },
    String(version),
  );
  const { channel, account, pattern, required } = edited.draft;
  const [post, setPost] = useState(t("rules.order.trySample"));
  const path = { channel: channel.trim(), account: account.trim() };
  const params = { params: { path, header: { "If-Match": `"${edited.base.version}"` } } };
  const onError = (error: unknown) => lookIfOvertaken(error, ruleKeys.orderPatterns);
  const done = async () => {
    await forget(ruleKeys.orderPatterns);
    edited.close(onClose);
  };
  const save = useMutation({
    mutationFn: () =>
      edited.sending(() => take(router.PUT("/order-patterns/{channel}/{account}", { ...params, body: { pattern, required } }))),
    onError,
    onSuccess: () => {
      toast(t("app.saved"));
      return done();
    },
  });
  const remove = useMutation({
    mutationFn: () => edited.sending(() => take(router.DELETE("/order-patterns/{channel}/{account}", params))),
    onError,
    onSuccess: done,
  });
  const error = save.error ?? remove.error;
  const found = orderNumberIn(post, pattern);
  return (
    <Dialog title={saved ? saved.account : t("rules.order.new")} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="two">
          <Field text={t("rules.order.channel")} fault={undefined}>
            <input
              data-focus
              required
              name="channel"
              disabled={saved !== null}
              autoCapitalize="none"
              spellCheck={false}
              value={channel}
              onChange={(event) => edited.set({ ...edited.draft, channel: event.target.value })}
            />
          </Field>
          <Field text={t("rules.order.account")} fault={undefined}>
            <input
              required
              name="account"
              disabled={saved !== null}
              autoCapitalize="none"
              spellCheck={false}
              value={account}
              onChange={(event) => edited.set({ ...edited.draft, account: event.target.value })}
            />
          </Field>
        </div>
        <Field text={t("rules.order.pattern")} hint={t("rules.order.patternHint")} fault={error ? asProblem(error).fault("pattern") : undefined}>
          <input
            required
            name="pattern"
            maxLength={500}
            className="mono"
            autoCapitalize="none"
            spellCheck={false}
            value={pattern}
            onChange={(event) => edited.set({ ...edited.draft, pattern: event.target.value })}
          />
        </Field>
        <Field text={t("rules.order.try")} fault={undefined}>
          <input value={post} dir="auto" onChange={(event) => setPost(event.target.value)} />
        </Field>
        <p role="status" className={found ? "found" : "quiet"}>
          {found === undefined
            ? pattern === ""
              ? ""
              : t("rules.order.cannotTry")
            : found === null
              ? t("rules.order.notFound")
              : t("rules.order.found", { number: found })}
        </p>
        <label className="check">
          <input type="checkbox" checked={required} onChange={(event) => edited.set({ ...edited.draft, required: event.target.checked })} />
          {t("rules.order.required")}: {t("rules.order.requiredHint")}
        </label>
        <Overtaken edited={edited} />
        <FormFoot error={error} shown={["pattern"]} busy={save.isPending} onCancel={() => edited.cancel(onClose)}>
          {saved ? (
            <button
              type="button"
              className="button quiet danger"
              disabled={remove.isPending}
              onClick={() => {
                if (confirm(t("rules.order.removeSure", { account: saved.account }))) remove.mutate();
              }}
            >
              <Icon name="trash" size={14} /> {t("rules.order.remove")}
            </button>
          ) : null}
        </FormFoot>
      </form>
    </Dialog>
  );
}
