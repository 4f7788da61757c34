import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import type { CannedReplyView } from "../api/types";
import { keys } from "../app/queries";
import { hasRole, usePerson } from "../app/session";
import { useQueues } from "../queue/team";
import { RulesBar } from "../rules/RulesBar";
import { Icon } from "../ui/Icon";
import { PagedList } from "../ui/PagedList";
import { usePages } from "../ui/usePages";
import { CannedForm } from "./CannedForm";
import { partsOf } from "./fill";
import { useDescription } from "./useDescription";

/** What is written once and sent often: leads keep what all or a queue use, everybody their own. */
export function CannedPage() {
  const { t } = useTranslation();
  const isLead = hasRole(usePerson(), "lead", "admin");
  const [edited, setEdited] = useState<string | null>(null);
  const pages = usePages([...keys.canned, "page"], (from) =>
    take(router.GET("/canned-replies", { params: { query: { limit: 100, ...from } } })),
  );
  const add = (
    <button className="button primary bar-end" onClick={() => setEdited("new")}>
      <Icon name="plus" size={14} /> {t("canned.new")}
    </button>
  );
  return (
    <main className="admin">
      {isLead ? (
        <RulesBar>{add}</RulesBar>
      ) : (
        <header className="bar">
          <h1>{t("canned.title")}</h1>
          {add}
        </header>
      )}
      <p className="quiet padded">{t("canned.lead")}</p>
      <PagedList
        pages={pages}
        columns={[t("canned.name"), t("canned.text"), t("canned.then"), t("canned.scope")]}
        empty={{ icon: "star", text: t("canned.none") }}
      >
        {(canned) => (
          <Row canned={canned} onEdit={isLead || canned.scope === "personal" ? () => setEdited(canned.id) : null} />
        )}
      </PagedList>
      {edited ? <CannedForm canned={pages.items.find((canned) => canned.id === edited) ?? null} isLead={isLead} onClose={() => setEdited(null)} /> : null}
    </main>
  );
}

function Row({ canned, onEdit }: { canned: CannedReplyView; onEdit: (() => void) | null }) {
  const { t, i18n } = useTranslation();
  const describe = useDescription();
  const queues = useQueues();
  const text = canned.texts[i18n.language] ?? Object.values(canned.texts)[0] ?? "";
  return (
    <tr>
      <th scope="row">
        {onEdit ? (
          <button className="link" onClick={onEdit}>
            {canned.name}
          </button>
        ) : (
          <span title={t("canned.readOnly")}>{canned.name}</span>
        )}
      </th>
      <td>
        <span className="clamp" dir="auto">
          {partsOf(text).map((part, place) =>
            "words" in part ? part.words : <em key={place}>{"blank" in part ? t(`canned.blanks.${part.blank}`) : part.unknown}</em>,
          )}
        </span>
      </td>
      <td>{canned.actions.map(describe).join(" · ") || "–"}</td>
      <td>
        {canned.scope === "personal"
          ? t("canned.scopes.personal")
          : canned.scope === "queue"
            ? (queues.find((queue) => queue.id === canned.queue_id)?.name ?? t("canned.scopes.queue"))
            : t("canned.scopes.all")}{" "}
        {canned.kind === "ask_order_number" ? <span className="tag">{t("canned.kinds.ask_order_number")}</span> : null}
      </td>
    </tr>
  );
}
