import { useState } from "react";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { Icon } from "../ui/Icon";
import { PlatformMark, platformName } from "../ui/marks";
import { PagedList } from "../ui/PagedList";
import { usePages } from "../ui/usePages";
import { OrderPatternDialog } from "./OrderPatternDialog";
import { ruleKeys } from "./queries";
import { RulesBar } from "./RulesBar";

/** How the order numbers of each account look: the first thing that support needs. */
export function OrderPatternsPage() {
  const { t, i18n } = useTranslation();
  const [edited, setEdited] = useState<string | null>(null);
  const pages = usePages(ruleKeys.orderPatterns, async (from) => {
    const page = await take(router.GET("/order-patterns", { params: { query: from } }));
    return { ...page, items: page.items.map((pattern) => ({ ...pattern, id: `${pattern.channel}/${pattern.account}` })) };
  });
  return (
    <main className="admin">
      <RulesBar>
        <button className="button primary bar-end" onClick={() => setEdited("new")}>
          <Icon name="plus" size={14} /> {t("rules.order.new")}
        </button>
      </RulesBar>
      <p className="quiet padded">{t("rules.order.lead")}</p>
      <PagedList
        pages={pages}
        columns={[t("rules.order.account"), t("rules.order.channel"), t("rules.order.pattern"), t("rules.order.required")]}
        empty={{ icon: "tag", text: t("rules.order.none") }}
      >
        {(pattern) => (
          <tr>
            <th scope="row">
              <button className="link" onClick={() => setEdited(pattern.id)}>
                {pattern.account}
              </button>
            </th>
            <td>
              <PlatformMark channel={pattern.channel} /> {platformName(pattern.channel, i18n.language)}
            </td>
            <td>
              <code>{pattern.pattern}</code>
            </td>
            <td>{t(pattern.required ? "rules.order.yes" : "rules.order.no")}</td>
          </tr>
        )}
      </PagedList>
      {edited ? <OrderPatternDialog pattern={pages.items.find((pattern) => pattern.id === edited) ?? null} onClose={() => setEdited(null)} /> : null}
    </main>
  );
}
