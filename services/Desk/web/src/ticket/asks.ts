import i18next from "i18next";
import type { ApiProblem } from "../api/problem";
import type { TicketRow } from "../api/types";
import { currentPlace } from "../app/address";
import { explain } from "./carryOut";
import type { Ask } from "./keptWords";
import { wayTo } from "./wayTo";

/** Something asked about tickets. */
export function askOf(what: string, tickets: readonly TicketRow[]): Ask {
  const [only] = tickets;
  return {
    what,
    of: tickets.map((ticket) => ticket.id),
    told: (problem) => {
      const reason = explain(problem);
      return only && tickets.length === 1
        ? [i18next.t("action.notSent.one", { number: only.number, reason }), wayTo(only)]
        : [i18next.t("action.notSent.many", { reason })];
    },
  };
}

/** A form of one thing, or of a new one, on the page that is shown. */
export function askOfForm(what: string, id: string | number | undefined, name: string, say: (problem: ApiProblem) => string = sayOfForm): Ask {
  const { path, search } = currentPlace();
  const query = search.toString();
  return {
    what,
    of: [id ?? "new"],
    told: (problem) => [
      i18next.t("app.notSaved", { name, reason: say(problem) }),
      { to: query === "" ? path : `${path}?${query}`, text: i18next.t("app.openAgain") },
    ],
  };
}

function sayOfForm(problem: ApiProblem): string {
  return problem.status === 412 ? i18next.t("app.savedMeanwhile") : explain(problem);
}
