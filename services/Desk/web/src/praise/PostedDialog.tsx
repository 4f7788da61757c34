import type { SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { asProblem } from "../api/problem";
import { useWords } from "../ticket/useWords";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { FormFoot } from "../ui/FormFoot";
import { askOfPraise, at, useCommand } from "./commands";
import { Refused } from "./Refused";
import type { PraiseItem } from "./types";
import { UseFields, usualUse } from "./UseFields";

/** Says where a post is shown. Under our own name it needs a grant; the platform's own repost does not. */
export function PostedDialog({ item, way, onClose }: { item: PraiseItem; way: "posted" | "repost"; onClose: () => void }) {
  const { t } = useTranslation();
  const { words, setWords, ...keeping } = useWords(askOfPraise(way, item), { use: usualUse(item), link: "" });
  const { use, link } = words;
  const mark = useCommand({ done: t("praise.marked"), after: onClose, tell: false, keeping });
  const problem = mark.error ? asProblem(mark.error) : null;
  const isPosted = way === "posted";

  function submit(event: SubmitEvent) {
    event.preventDefault();
    const where = link.trim();
    mark.mutate(() =>
      isPosted
        ? router.POST("/praise/{id}/posted", {
            ...at(item),
            body: { scope: use.scope, territory: use.territory === "" ? null : use.territory, link: where },
          })
        : router.POST("/praise/{id}/repost", { ...at(item), body: { link: where === "" ? null : where } }),
    );
  }

  return (
    <Dialog title={t(isPosted ? "praise.markPosted" : "praise.logRepost")} onClose={onClose} wide>
      <form className="stack" onSubmit={submit}>
        <p className="quiet">{t(isPosted ? "praise.markLead" : "praise.repostLead")}</p>
        {isPosted ? <UseFields use={use} onChange={(next) => setWords({ ...words, use: next })} /> : null}
        <Field text={t("praise.seenAt")} fault={problem?.fault("link")}>
          <input
            type="url"
            required={isPosted}
            {...(isPosted ? {} : { "data-focus": true })}
            value={link}
            placeholder="https://"
            onChange={(event) => setWords({ ...words, link: event.target.value })}
          />
        </Field>
        {problem && Object.keys(problem.errors).length === 0 ? <Refused error={problem} item={item} /> : null}
        <FormFoot busy={mark.isPending} text={t(isPosted ? "praise.markPosted" : "praise.logRepost")} onCancel={() => keeping.cancel(onClose)} />
      </form>
    </Dialog>
  );
}
