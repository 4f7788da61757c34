import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askDesk } from "../api/client";
import { Age, moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { PlatformMark } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { RulesBar } from "./RulesBar";
import { stateOf, type IntakeOverview, type IntakeSource } from "./sources";

/** Where mentions come from, what came, and whether all of it has got through. */
export function SourcesPage() {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    queryKey: ["sources"],
    queryFn: () => askDesk<IntakeOverview>("/desk/ingest/sources"),
    refetchInterval: 15_000,
  });
  const overview = query.data;
  return (
    <main className="admin">
      <RulesBar />
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      {overview ? (
        <>
          <dl className="source-figures">
            <Figure name={t("rules.sources.unpublished")} value={overview.unpublished} />
            <Figure name={t("rules.sources.unrouted")} value={overview.unrouted} />
            <div>
              <dt>{t("rules.sources.lag")}</dt>
              <dd>{overview.oldest_unrouted_at ? <Age since={overview.oldest_unrouted_at} /> : t("rules.sources.none")}</dd>
            </div>
          </dl>
          {overview.sources.length === 0 ? (
            <div className="empty">
              <Icon name="plug" size={36} />
              <p>{t("rules.sources.empty")}</p>
            </div>
          ) : (
            <div className="table-frame">
              <table className="table">
                <thead>
                  <tr>
                    {(["name", "account", "state", "last", "accepted", "duplicates", "rejected"] as const).map((column) => (
                      <th key={column} scope="col" className={isNumber(column) ? "number" : undefined}>
                        {t(`rules.sources.${column}`)}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {overview.sources.map((source) => (
                    <Row key={source.name} source={source} />
                  ))}
                </tbody>
              </table>
            </div>
          )}
          <p className="quiet padded">
            {t("rules.sources.since", { time: moment(overview.since, i18n.language) })}
          </p>
        </>
      ) : null}
    </main>
  );
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Row({ source }: { source: IntakeSource }) {
  const { t } = useTranslation();
  const state = stateOf(source);
  return (
    <tr>
      <td>
        <strong>{source.name}</strong>
      </td>
      <td>
        {source.channel ? <PlatformMark channel={source.channel} /> : null} {source.account ?? t("rules.sources.any")}
      </td>
      <td>
        <span className={state === "refuses" ? "tag failed" : state === "receives" ? "tag good" : "tag"}>{t(`rules.sources.is.${state}`)}</span>
      </td>
      <td>{source.last_at ? <Age since={source.last_at} ago /> : t("rules.sources.nothing")}</td>
      <td className="number">{source.accepted}</td>
      <td className="number">{source.duplicates}</td>
      <td className="number">{source.rejected}</td>
    </tr>
  );
}

function isNumber(column: string): boolean {
  return column === "accepted" || column === "duplicates" || column === "rejected";
}
