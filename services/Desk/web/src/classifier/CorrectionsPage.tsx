import { useTranslation } from "react-i18next";
import { classifier, take } from "../api/client";
import { navigate, usePlace, withSearch } from "../app/address";
import { labels } from "../queue/views";
import { Moment } from "../ui/Age";
import { LabelChip, PlatformMark } from "../ui/marks";
import { PagedList } from "../ui/PagedList";
import { usePages } from "../ui/usePages";
import { ClassifierBar } from "./ClassifierBar";

/** What people said against the label that a mention had: what the next model learns from. */
export function CorrectionsPage() {
  const { t } = useTranslation();
  const { search } = usePlace();
  const to = labels.find((label) => label === search.get("to"));
  const from = labels.find((label) => label === search.get("from"));
  const pages = usePages(["corrections", from, to], (at) =>
    take(
      classifier.GET("/corrections", {
        params: { query: { ...(to ? { label: to } : {}), ...(from ? { from_label: from } : {}), ...at, limit: 50 } },
      }),
    ),
  );
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
      <PagedList
        pages={pages}
        className="corrections"
        columns={(["text", "from", "to", "by", "at", "use"] as const).map((column) => t(`learn.correction.${column}`))}
        empty={{ icon: "tag", text: t("learn.correction.none") }}
      >
        {(correction) => (
          <tr className={correction.state === "undone" ? "off" : ""}>
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
        )}
      </PagedList>
    </main>
  );
}
