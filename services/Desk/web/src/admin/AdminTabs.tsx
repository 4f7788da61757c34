import { useTranslation } from "react-i18next";
import { Link } from "../app/Link";
import { usePlace } from "../app/address";
import { Icon } from "../ui/Icon";

export function AdminTabs() {
  const { t } = useTranslation();
  const { path } = usePlace();
  return (
    <nav className="tabs" aria-label={t("nav.admin")}>
      <Link to="/admin/accounts" aria-current={path !== "/admin/parked" ? "page" : undefined}>
        <Icon name="people" size={14} /> {t("admin.accounts")}
      </Link>
      <Link to="/admin/parked" aria-current={path === "/admin/parked" ? "page" : undefined}>
        <Icon name="inbox" size={14} /> {t("admin.parked")}
      </Link>
    </nav>
  );
}
