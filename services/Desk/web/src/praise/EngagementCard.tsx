import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { router } from "../api/client";
import { Field } from "../ui/Field";
import { at, useCommand } from "./commands";
import type { PraiseItem } from "./types";

/** How many people reacted, as somebody read it on the platform; it counts for the item's rank. */
export function EngagementCard({ item }: { item: PraiseItem }) {
  const { t } = useTranslation();
  const [count, setCount] = useState(String(item.engagement ?? 0));
  const note = useCommand({ done: t("praise.engagementSaved") });
  const number = Number(count);
  const isCount = count.trim() !== "" && Number.isSafeInteger(number) && number >= 0;

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (isCount) note.mutate(() => router.POST("/praise/{id}/engagement", { ...at(item), body: { count: number } }));
  }

  return (
    <section className="card">
      <h2>{t("praise.engagementTitle")}</h2>
      <form className="stack" onSubmit={submit}>
        <Field text={t("praise.engagementCount")} hint={t("praise.engagementHint")} fault={undefined}>
          <input type="number" min={0} step={1} inputMode="numeric" value={count} onChange={(event) => setCount(event.target.value)} />
        </Field>
        <footer>
          <button className="button" disabled={note.isPending || !isCount || number === item.engagement}>
            {t("app.save")}
          </button>
        </footer>
      </form>
    </section>
  );
}
