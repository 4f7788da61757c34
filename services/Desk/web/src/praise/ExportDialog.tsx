import { useMutation } from "@tanstack/react-query";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { keys, queryClient } from "../app/queries";
import { Dialog } from "../ui/Dialog";
import { FormFoot } from "../ui/FormFoot";
import { Icon } from "../ui/Icon";
import { toast } from "../ui/toast";
import { at } from "./commands";
import { MediaLinks } from "./marks";
import { Refused } from "./Refused";
import type { PraiseExport, PraiseItem } from "./types";
import { UseFields, usualUse } from "./UseFields";

/** Hands out text, media and credit line for one use, if the grant reaches so far. */
export function ExportDialog({ item, onClose }: { item: PraiseItem; onClose: () => void }) {
  const { t } = useTranslation();
  const [use, setUse] = useState(() => usualUse(item));
  const hand = useMutation({
    mutationFn: () =>
      take(
        router.POST("/praise/{id}/export", {
          ...at(item),
          body: { scope: use.scope, territory: use.territory === "" ? null : use.territory },
        }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.praise }),
  });

  function submit(event: SubmitEvent) {
    event.preventDefault();
    hand.mutate();
  }

  return (
    <Dialog title={t("praise.export")} onClose={onClose} wide>
      {hand.data ? (
        <Handed out={hand.data} onClose={onClose} />
      ) : (
        <form className="stack" onSubmit={submit}>
          <p className="quiet">{t("praise.exportLead")}</p>
          <UseFields use={use} onChange={setUse} />
          {hand.error ? <Refused error={hand.error} item={item} /> : null}
          <FormFoot busy={hand.isPending} text={t("praise.export")} onCancel={onClose} />
        </form>
      )}
    </Dialog>
  );
}

function Handed({ out, onClose }: { out: PraiseExport; onClose: () => void }) {
  const { t } = useTranslation();
  const whole = [out.text, `— ${out.credit_line}`, ...out.media, out.permalink ?? ""].filter((part) => part !== "").join("\n\n");

  async function copy() {
    try {
      await navigator.clipboard.writeText(whole);
      toast(t("praise.copied"));
    } catch {
      toast(t("praise.copyByHand"), "bad");
    }
  }

  function save() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${whole}\n`], { type: "text/plain;charset=utf-8" }));
    link.download = "praise.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  return (
    <div className="stack">
      <blockquote className="asked words" dir="auto">
        {out.text}
      </blockquote>
      <p className="credit">— {out.credit_line}</p>
      <MediaLinks media={out.media} />
      <p className="quiet">{t("praise.exportNext")}</p>
      <footer>
        <button className="button" onClick={save}>
          {t("praise.download")}
        </button>
        <button className="button primary" data-focus onClick={() => void copy()}>
          <Icon name="copy" size={14} /> {t("praise.copy")}
        </button>
        <button className="button" onClick={onClose}>
          {t("app.close")}
        </button>
      </footer>
    </div>
  );
}
