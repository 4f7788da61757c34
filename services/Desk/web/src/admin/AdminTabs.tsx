import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { usePlace } from "../app/address";
import { Icon, type IconName } from "../ui/Icon";

const tabs = [
  { to: "/admin/accounts", icon: "people", text: "admin.accounts" },
  { to: "/admin/tokens", icon: "key", text: "admin.tokens" },
  { to: "/admin/webhooks", icon: "send", text: "admin.webhooks" },
  { to: "/admin/audit", icon: "rules", text: "audit.title" },
  { to: "/admin/parked", icon: "inbox", text: "admin.parked" },
] as const satisfies readonly { to: string; icon: IconName; text: string }[];

export function AdminTabs() {
  const { t } = useTranslation();
  const { path } = usePlace();
  const here = path === "/admin" ? "/admin/accounts" : path;
  return (
    <nav className="tabs" aria-label={t("nav.admin")}>
      {tabs.map((tab) => (
        <Link key={tab.to} to={tab.to} aria-current={tab.to === here ? "page" : undefined}>
          <Icon name={tab.icon} size={14} /> {t(tab.text)}
        </Link>
      ))}
    </nav>
  );
}
