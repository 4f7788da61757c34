import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { router, take } from "../api/client";
import { asProblem } from "../api/problem";
import { usePlace, withSearch } from "../app/address";
import { Link } from "../app/Link";
import { keys } from "../app/queries";
import { Icon } from "../ui/Icon";
import { More } from "../ui/More";
import { authorName, PlatformMark } from "../ui/marks";
import { byDay, dayOf } from "./days";
import { RightsMark } from "./marks";
import { PraiseTabs } from "./PraiseTabs";
import { isLive } from "./rights";
import type { PraiseItem } from "./types";

const pageSize = 50;

/** What is to be shown when, by day; what may not be shown then says so. */
export function PlannedPage() {
  const { t, i18n } = useTranslation();
  const earlier = usePlace().search.get("earlier") === "true";
  const today = dayOf(new Date());
  const query = useInfiniteQuery({
    queryKey: [...keys.praise, "planned", earlier ? null : today],
    queryFn: ({ pageParam }) =>
      take(
        router.GET("/praise/planned", {
          params: {
            query: {
              limit: pageSize,
              ...(earlier ? {} : { from: new Date(`${today}T00:00`).toISOString() }),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 60_000,
  });
  const days = byDay(query.data?.pages.flatMap((page) => page.items) ?? []);
  const dayName = (day: string) =>
    new Intl.DateTimeFormat(i18n.language, { weekday: "long", month: "long", day: "numeric" }).format(new Date(`${day}T12:00`));
  return (
    <main className="praise">
      <header className="bar">
        <h1>{t("praise.title")}</h1>
        <PraiseTabs />
        <Link to={withSearch({ earlier: earlier ? null : "true" })} className="button small quiet">
          {t(earlier ? "praise.fromToday" : "praise.earlier")}
        </Link>
      </header>
      {query.error && !asProblem(query.error).isAway ? (
        <p className="fault padded" role="alert">
          {t("app.error", { reason: query.error.message })}
        </p>
      ) : null}
      {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
      {query.data && days.length === 0 ? (
        <div className="empty">
          <Icon name="clock" size={36} />
          <p>{t("praise.nonePlanned")}</p>
        </div>
      ) : null}
      <div className="planned">
        {days.map(({ day, items }) => (
          <section key={day} className="planned-day">
            <h2>
              {dayName(day)} {day === today ? <span className="tag good">{t("praise.today")}</span> : null}
            </h2>
            <ul>
              {items.map((item) => (
                <li key={item.id}>
                  <Planned item={item} />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
      <More of={query} />
    </main>
  );
}

function Planned({ item }: { item: PraiseItem }) {
  const { t, i18n } = useTranslation();
  const when = new Date(item.planned_for ?? 0);
  const time = new Intl.DateTimeFormat(i18n.language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (
    <Link to={`/praise/${item.id}`} className="planned-row">
      <time dateTime={when.toISOString()}>{time.format(when)}</time>
      <PlatformMark channel={item.mention.channel} />
      <bdi className="who">{authorName(item.mention.author)}</bdi>
      <span className="line" dir="auto">
        {item.mention.text}
      </span>
      <RightsMark status={item.status} />
      {isLive(item.grant, when.getTime()) ? null : (
        <span className="caution">
          <Icon name="warning" size={13} /> {t("praise.notAllowedThen")}
        </span>
      )}
    </Link>
  );
}
