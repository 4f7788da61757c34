import { useTranslation } from "react-i18next";
import { OutsideLink } from "../ticket/OutsideLink";
import { moment } from "../ui/Age";
import type { PraiseDetail, PraiseEventView } from "./types";

const kinds = [
  "shortlisted",
  "found",
  "requested",
  "request_failed",
  "granted",
  "declined",
  "expired",
  "revoked",
  "posted",
  "reposted",
  "exported",
  "planned",
  "engagement",
] as const;

/** What happened to it, newest first. */
export function History({ detail }: { detail: PraiseDetail }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="card">
      <h2>{t("praise.history")}</h2>
      <ol className="praise-history">
        {detail.history.toReversed().map((event) => {
          const kind = kinds.find((each) => each === event.kind);
          return (
            <li key={event.id}>
              <time dateTime={event.at}>{moment(event.at, i18n.language)}</time>
              <span>
                {kind ? t(`praise.event.${kind}`) : event.kind} <span className="words">{said(event)}</span>{" "}
                <OutsideLink href={text(event, "link")} text={t("praise.where")} />{" "}
                <bdi className="quiet praise-by">{event.by?.name ?? t("event.system")}</bdi>
              </span>
            </li>
          );
        })}
        <li>
          <time dateTime={detail.item.found_at}>{moment(detail.item.found_at, i18n.language)}</time>
          <span>{t("praise.event.begin")}</span>
        </li>
      </ol>
    </section>
  );
}

/** The words that go with an event: an answer, a note, a reason. */
function said(event: PraiseEventView): string {
  const words = text(event, "answer") ?? text(event, "note");
  return words === null ? "" : `“${words}”`;
}

function text(event: PraiseEventView, name: string): string | null {
  const data: unknown = event.data;
  if (typeof data !== "object" || data === null) return null;
  const value = (data as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
}
