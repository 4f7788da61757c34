import { useTranslation } from "react-i18next";
import type { MentionView, TicketRow } from "../api/types";
import { labels } from "../queue/views";
import { percentText } from "../ui/marks";
import { relabel } from "./actions";
import { carryOut } from "./carryOut";

/** Why the newest post has its label, and the place to say that it is wrong: the bars are the buttons. */
export function WhyLabel({ mention, ticket }: { mention: MentionView; ticket: TicketRow }) {
  const { t, i18n } = useTranslation();
  const terms = distinct(mention.terms ?? []);
  const heaviest = Math.max(...terms.map((term) => Math.abs(term.weight)), 0.000_001);
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
      <h3>{t("ticket.terms")}</h3>
      {terms.length === 0 ? <p className="quiet">{t("ticket.noTerms")}</p> : null}
      <ul className="terms">
        {terms.map((term) => (
          <li key={term.term} className={Math.abs(term.weight) > heaviest / 2 ? "heavy" : ""}>
            <bdi>{term.term.trim() === "" ? "␣" : term.term.replace(standIn, (name) => t(`ticket.standIn.${standIns[name] ?? "number"}`))}</bdi>
          </li>
        ))}
      </ul>
      <p className="quiet">{t("ticket.model", { version: mention.model_version })}</p>
    </section>
  );
}

/** What the model reads instead of a name, a link, an address or a long number. */
const standIns: Readonly<Record<string, "user" | "link" | "email" | "number">> = { "@user": "user", URL: "link", EMAIL: "email", NUMBER: "number" };
const standIn = /@user|URL|EMAIL|NUMBER/g;

/** The same word may have weighed more than once, in different forms of it; it is shown once, at its heaviest. */
function distinct(terms: readonly Term[]): Term[] {
  const heaviest = new Map<string, Term>();
  for (const term of terms) {
    const known = heaviest.get(term.term.trim());
    if (!known || Math.abs(known.weight) < Math.abs(term.weight)) heaviest.set(term.term.trim(), term);
  }
  return [...heaviest.values()];
}

type Term = NonNullable<MentionView["terms"]>[number];
