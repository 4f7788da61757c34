import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { PageBar } from "../ui/PageBar";

/** The head of every page of the admins. */
export function AdminBar({ children }: { children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <PageBar
      title={t("nav.admin")}
      tabs={[
        { to: "/admin/accounts", icon: "people", text: t("admin.accounts") },
        { to: "/admin/tokens", icon: "key", text: t("admin.tokens") },
        { to: "/admin/webhooks", icon: "send", text: t("admin.webhooks") },
        { to: "/admin/audit", icon: "rules", text: t("audit.title") },
        { to: "/admin/parked", icon: "inbox", text: t("admin.parked") },
      ]}
    >
      {children}
    </PageBar>
  );
}
