import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { askDesk } from "../api/client";
import { Age, moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { PlatformMark } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { Table } from "../ui/Table";
import { RulesBar } from "./RulesBar";
import { stateOf, type IntakeOverview, type IntakeSource } from "./sources";

const words = ["name", "account", "state", "last"] as const;
const counts = ["accepted", "duplicates", "rejected"] as const;

/** Where mentions come from, what came, and whether all of it has got through. */
export function SourcesPage() {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    queryKey: ["sources"],
    queryFn: () => askDesk<IntakeOverview>("/desk/ingest/sources"),
    refetchInterval: 15_000,
  });
  const overview = query.data;
  const nameOf = (column: (typeof words | typeof counts)[number]) => t(`rules.sources.${column}`);
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
              <Table columns={[...words, ...counts].map(nameOf)} numbers={counts.map(nameOf)}>
                {overview.sources.map((source) => (
                  <Row key={source.name} source={source} />
                ))}
              </Table>
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
      <th scope="row">{source.name}</th>
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
