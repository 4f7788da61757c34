import { useTranslation } from "react-i18next";

interface Term {
  readonly term: string;
  readonly weight: number;
}

/** The words that weighed most for a label, the heavy ones marked. */
export function Terms({ terms: all }: { terms: readonly Term[] }) {
  const { t } = useTranslation();
  const terms = distinct(all);
  const heaviest = Math.max(...terms.map((term) => Math.abs(term.weight)), 0.000_001);
  return (
    <>
      <h3>{t("ticket.terms")}</h3>
      {terms.length === 0 ? <p className="quiet">{t("ticket.noTerms")}</p> : null}
      <ul className="terms">
        {terms.map((term) => (
          <li key={term.term} className={Math.abs(term.weight) > heaviest / 2 ? "heavy" : ""}>
            <bdi>{term.term.trim() === "" ? "␣" : term.term.replace(standIn, (name) => t(`ticket.standIn.${standIns[name] ?? "number"}`))}</bdi>
          </li>
        ))}
      </ul>
    </>
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
