import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageBar } from "../ui/PageBar";

/** The head of every page about the rules. */
export function RulesBar({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageBar
      title={t("rules.title")}
      tabs={[
        { to: "/rules/policies", icon: "flag", text: t("rules.policies") },
        { to: "/rules/calendars", icon: "calendar", text: t("rules.calendars") },
        { to: "/rules/queues", icon: "inbox", text: t("rules.queues") },
        { to: "/rules/duties", icon: "person", text: t("rules.duties") },
        { to: "/canned", icon: "star", text: t("ticket.canned") },
        { to: "/rules/accounts", icon: "tag", text: t("rules.order.title") },
        { to: "/rules/sources", icon: "plug", text: t("rules.sources.title") },
      ]}
    >
      {children}
    </PageBar>
  );
}
