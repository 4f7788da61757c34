import { useTranslation } from "react-i18next";
import type { MentionView, TicketRow } from "../api/types";
import { labels } from "../queue/views";
import { percentText } from "../ui/marks";
import { Terms } from "../ui/Terms";
import { relabel } from "./actions";
import { carryOut } from "./carryOut";

/** Why the newest post has its label, and the place to say that it is wrong: the bars are the buttons. */
export function WhyLabel({ mention, ticket }: { mention: MentionView; ticket: TicketRow }) {
  const { t, i18n } = useTranslation();
  return (
    <section className="card why">
      <h2>{t("ticket.why")}</h2>
      <div className="scores" role="group" aria-label={t("action.relabel")}>
        {labels.map((label, index) => (
          <button
            key={label}
            className={`score ${label}`}
            aria-pressed={mention.label === label}
            title={`${t("action.relabel")} (${index + 1})`}
            onClick={() => {
              if (mention.label !== label) void carryOut([ticket], relabel(label, mention));
            }}
          >
            <kbd>{index + 1}</kbd>
            <span>{t(`label.${label}`)}</span>
            <span className="score-bar" aria-hidden="true">
              <span style={{ transform: `scaleX(${mention.scores[label]})` }} />
            </span>
            <span className="score-share">{percentText(mention.scores[label], i18n.language)}</span>
          </button>
        ))}
      </div>
      {mention.relabelled_by ? <p>{t("ticket.whyPerson", { name: mention.relabelled_by.name })}</p> : null}
      <Terms terms={mention.terms ?? []} />
      <p className="quiet">{t("ticket.model", { version: mention.model_version })}</p>
    </section>
  );
}
