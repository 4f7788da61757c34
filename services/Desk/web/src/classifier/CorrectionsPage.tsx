import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { classifier, take } from "../api/client";
import { navigate, usePlace, withSearch } from "../app/address";
import { labels } from "../queue/views";
import { Moment } from "../ui/Age";
import { Icon } from "../ui/Icon";
import { LabelChip, PlatformMark } from "../ui/marks";
import { ProblemLine } from "../ui/ProblemLine";
import { ClassifierBar } from "./ClassifierBar";

/** What people said against the label that a mention had: what the next model learns from. */
export function CorrectionsPage() {
  const { t } = useTranslation();
  const { search } = usePlace();
  const to = labels.find((label) => label === search.get("to"));
  const from = labels.find((label) => label === search.get("from"));
  const query = useInfiniteQuery({
    queryKey: ["corrections", from, to],
    queryFn: ({ pageParam }) =>
      take(
        classifier.GET("/corrections", {
          params: {
            query: {
              ...(to ? { label: to } : {}),
              ...(from ? { from_label: from } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
              limit: 50,
            },
          },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const corrections = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <main className="admin">
      <ClassifierBar>
        <span className="bar-end inline-form">
          {(["from", "to"] as const).map((which) => (
            <select
              key={which}
              aria-label={t(`learn.correction.${which}`)}
              value={search.get(which) ?? ""}
              onChange={(event) => navigate(withSearch({ [which]: event.target.value }), { replace: true })}
            >
              <option value="">{t(`learn.correction.${which}Any`)}</option>
              {labels.map((label) => (
                <option key={label} value={label}>
                  {t(`label.${label}`)}
                </option>
              ))}
            </select>
          ))}
        </span>
      </ClassifierBar>
      <div className="padded-x">
        <ProblemLine error={query.error} />
      </div>
      {query.data && corrections.length === 0 ? (
        <div className="empty">
          <Icon name="tag" size={36} />
          <p>{t("learn.correction.none")}</p>
        </div>
      ) : (
        <div className="table-frame">
          <table className="table corrections">
            <thead>
              <tr>
                <th scope="col">{t("learn.correction.text")}</th>
                <th scope="col">{t("learn.correction.from")}</th>
                <th scope="col">{t("learn.correction.to")}</th>
                <th scope="col">{t("learn.correction.by")}</th>
                <th scope="col">{t("learn.correction.at")}</th>
                <th scope="col">{t("learn.correction.use")}</th>
              </tr>
            </thead>
            <tbody>
              {corrections.map((correction) => (
                <tr key={correction.id} className={correction.state === "undone" ? "off" : ""}>
                  <td>
                    <PlatformMark channel={correction.channel} /> <span className="clamp">{correction.text}</span>
                  </td>
                  <td>
                    <LabelChip label={correction.from} />
                  </td>
                  <td>
                    <LabelChip label={correction.to} />
                  </td>
                  <td>
                    <bdi>{correction.by_name ?? "–"}</bdi>
                  </td>
                  <td>
                    <Moment at={correction.at} />
                  </td>
                  <td>
                    <span className="tag">{t(`learn.state.${correction.state}`)}</span>{" "}
                    {correction.held_out ? <span className="tag waiting">{t("learn.correction.heldOut")}</span> : null}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {query.isPending ? <p className="quiet padded">{t("app.loading")}</p> : null}
          {query.hasNextPage ? (
            <button className="button more" onClick={() => void query.fetchNextPage()}>
              {t("app.more")}
            </button>
          ) : null}
        </div>
      )}
    </main>
  );
}
