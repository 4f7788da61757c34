import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { Moment } from "../ui/Age";
import { ruleKeys } from "./queries";

/** The last times that open tickets were counted anew, and how far each has come. */
export function Recalculations() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ruleKeys.recalculations,
    queryFn: () => take(router.GET("/recalculations", { params: { query: { limit: 5 } } })),
    refetchInterval: ({ state }) => (state.data?.items.some((each) => !each.finished_at) ? 2_000 : false),
  });
  const all = query.data?.items ?? [];
  if (all.length === 0) return null;
  return (
    <section className="card recalculations">
      <h2>{t("rules.recalc.title")}</h2>
      <ul>
        {all.map((each) => (
          <li key={each.id}>
            <span className={each.finished_at ? "tag good" : "tag waiting"}>
              {each.finished_at ? t("rules.recalc.finished") : t("rules.recalc.running")}
            </span>
            <Moment at={each.requested_at} />
            <span className="quiet">{t("rules.recalc.came", { looked: each.looked_at, changed: each.changed })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
