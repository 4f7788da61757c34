import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/problem";
import { navigate } from "../app/address";
import { Link } from "../app/Link";
import { useShortcuts } from "../app/shortcuts";
import { OutsideLink } from "../ticket/OutsideLink";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { authorName, compactNumber, percentText, PlatformMark, TierMark } from "../ui/marks";
import { nameOf } from "../ui/names";
import { praiseQuery } from "./commands";
import { EngagementCard } from "./EngagementCard";
import { History } from "./History";
import { MediaLinks } from "./marks";
import { PlanForm } from "./PlanForm";
import { PraiseTabs } from "./PraiseTabs";
import { RightsCard } from "./RightsCard";
import { Takedown } from "./Takedown";
import type { PraiseDetail } from "./types";
import { UseCard } from "./UseCard";

/** One post with everything that is known of its rights, and what to do next. */
export function DetailPage({ id }: { id: number }) {
  const { t } = useTranslation();
  const query = useQuery({ ...praiseQuery(id), refetchInterval: 60_000 });
  const detail = query.data;
  const back = detail && detail.item.status !== "found" ? `/praise?status=${detail.item.status}` : "/praise";
  useShortcuts({ Escape: () => navigate(back) });
  return (
    <main className="praise">
      <header className="bar">
        <h1>{t("praise.title")}</h1>
        <PraiseTabs />
        <Link to={back} className="button quiet small">
          {t("praise.back")} <kbd>Esc</kbd>
        </Link>
      </header>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {asProblem(query.error).status === 404 ? t("app.notFound") : t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      {detail ? <Detail detail={detail} /> : null}
    </main>
  );
}

function Detail({ detail }: { detail: PraiseDetail }) {
  const { t } = useTranslation();
  const { item } = detail;
  const open = detail.takedowns.filter((task) => !task.done_at);
  return (
    <div className="praise-detail">
      <Post detail={detail} />
      <div className="stack praise-rights">
        {open.map((task) => (
          <Takedown key={task.id} task={task} />
        ))}
        <RightsCard detail={detail} />
        <UseCard item={item} />
      </div>
      <div className="stack">
        <div className="praise-plans">
          {item.status === "revoked" ? null : (
            <section className="card">
              <h2>{t("praise.plan")}</h2>
              <PlanForm detail={detail} />
            </section>
          )}
          <EngagementCard key={item.engagement} item={item} />
        </div>
        <History detail={detail} />
      </div>
    </div>
  );
}

function Post({ detail: { item } }: { detail: PraiseDetail }) {
  const { t, i18n } = useTranslation();
  const { mention } = item;
  return (
    <article className="card praise-post">
      <header>
        <PlatformMark channel={mention.channel} />
        <bdi className="who">{authorName(mention.author)}</bdi>
        <TierMark tier={mention.author.tier} />
        <span className="item-when">
          <Moment at={mention.posted_at} />
        </span>
      </header>
      <blockquote className="words" dir="auto">
        {mention.text}
      </blockquote>
      <MediaLinks media={mention.media ?? []} />
      <p className="praise-facts">
        <span>
          <Icon name="people" size={14} /> {t("praise.reach", { many: compactNumber(item.reach ?? 0, i18n.language) })}
        </span>
        <span>{t("praise.engagement", { many: compactNumber(item.engagement ?? 0, i18n.language) })}</span>
        <span>{nameOf("language", mention.language, i18n.language)}</span>
        <span>{t("praise.sure", { percent: percentText(mention.scores.praise, i18n.language) })}</span>
        <OutsideLink href={mention.permalink} text={t("praise.open")} />
      </p>
    </article>
  );
}
