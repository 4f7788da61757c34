import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { usePlace } from "../app/address";
import { Link } from "../app/Link";
import { takedownsKey } from "./commands";

const most = 100;

/** The board, what is planned, and what has to come down. */
export function PraiseTabs() {
  const { t } = useTranslation();
  const { path } = usePlace();
  const open = useQuery({
    queryKey: [...takedownsKey, "open"],
    queryFn: () => take(router.GET("/takedowns", { params: { query: { limit: most } } })),
    refetchInterval: 60_000,
  }).data;
  const count = open?.items.length ?? 0;
  return (
    <nav className="tabs" aria-label={t("praise.title")}>
      <Link to="/praise" aria-current={path === "/praise" ? "page" : undefined}>
        {t("praise.board")}
      </Link>
      <Link to="/praise/planned" aria-current={path === "/praise/planned" ? "page" : undefined}>
        {t("praise.planned")}
      </Link>
      <Link to="/praise/takedowns" aria-current={path === "/praise/takedowns" ? "page" : undefined}>
        {t("praise.takedowns")}
        {count > 0 ? <span className="tab-count">{open?.next ? `${count}+` : count}</span> : null}
      </Link>
    </nav>
  );
}
