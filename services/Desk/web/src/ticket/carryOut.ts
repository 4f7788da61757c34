import i18next from "i18next";
import { keys, queryClient } from "../app/queries";
import { type ApiProblem, asProblem } from "../api/problem";
import type { TicketDetail, TicketRow } from "../api/types";
import { patchRow, rememberTicket } from "../queue/listCache";
import { toast } from "../ui/toast";
import { reportBulk, type Again } from "./bulkReport";
import { isConflict } from "./conflict";

/** One thing to do with a ticket, and what to say about it. */
export interface Deed {
  readonly done: (ticket: TicketRow) => string;
  /** The row as it will be: shown before the server's word. */
  readonly expected?: (ticket: TicketRow) => TicketRow;
  /** The ticket after it; null where the answer is something else. */
  readonly request: (ticket: TicketRow) => Promise<TicketDetail | null>;
}

const atOnce = 4;
const t = i18next.t.bind(i18next);

/** Does it to one ticket or to many, and says how it went; false where something did not go. */
export async function carryOut(tickets: readonly TicketRow[], deed: Deed): Promise<boolean> {
  const { isDone, problem } = await carryOutOrSay(tickets, deed);
  // A service that is away has its own banner.
  if (problem && !problem.isAway) toast(explain(problem), "bad");
  return isDone;
}

interface Outcome {
  /** All of it is done. */
  readonly isDone: boolean;
  /** Why nothing was done, where that is not told yet. */
  readonly problem: ApiProblem | null;
}

/** What somebody typed for many, for those of them that did not go. */
interface Words {
  readonly keep: (left: readonly TicketRow[]) => void;
  /** What asks for them again. */
  readonly again: Again;
}

/** As {@link carryOut}, for a dialog with somebody's words in it: while there is a problem it stays open and shows it. */
export async function carryOutOrSay(tickets: readonly TicketRow[], deed: Deed, words?: Words): Promise<Outcome> {
  const [ticket] = tickets;
  if (ticket === undefined) return { isDone: false, problem: null };
  if (tickets.length > 1) return carryOutAll(tickets, deed, words);
  try {
    await attempt(ticket, deed);
    return { isDone: true, problem: null };
  } catch (error) {
    const problem = asProblem(error);
    if (problem.status === 409 || problem.status === 412) {
      refreshLists();
      void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
    }
    return { isDone: false, problem };
  }
}

/** Does it to one ticket and says so; what went wrong is the caller's to show. */
export async function attempt(ticket: TicketRow, deed: Deed): Promise<TicketDetail | null> {
  const answer = await doTo(ticket, deed);
  toast(deed.done(ticket));
  refreshLists();
  return answer;
}

async function carryOutAll(tickets: readonly TicketRow[], deed: Deed, words?: Words): Promise<Outcome> {
  const waiting = [...tickets];
  const failed: { ticket: TicketRow; problem: ApiProblem }[] = [];
  async function work() {
    for (let ticket = waiting.shift(); ticket !== undefined; ticket = waiting.shift()) {
      try {
        await doTo(ticket, deed);
      } catch (error) {
        failed.push({ ticket, problem: asProblem(error) });
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  refreshLists();
  const done = tickets.length - failed.length;
  const [first] = failed;
  if (first === undefined) {
    toast(t("action.done.many", { count: done }));
    return { isDone: true, problem: null };
  }
  // Where nothing got through there is nothing to report: all of it can be tried again.
  if (done === 0 && failed.every(({ problem }) => problem.isAway)) return { isDone: false, problem: first.problem };
  if (words) words.keep(failed.map(({ ticket }) => ticket));
  reportBulk({ done, failed: failed.map(({ ticket, problem }) => ({ ticket, reason: explain(problem) })), again: words?.again ?? null });
  return { isDone: false, problem: null };
}

async function doTo(ticket: TicketRow, deed: Deed): Promise<TicketDetail | null> {
  if (deed.expected) show(deed.expected(ticket));
  try {
    const answer = await deed.request(ticket);
    if (answer) rememberTicket(answer);
    // What answers with another ticket, or none, leaves this one to be looked at again.
    if (answer?.ticket.id !== ticket.id) void queryClient.invalidateQueries({ queryKey: keys.ticket(ticket.id) });
    return answer;
  } catch (error) {
    if (deed.expected) show(ticket);
    throw error;
  }
}

/** Shows a row before, or instead of, the server's word. */
function show(row: TicketRow): void {
  patchRow(row);
  queryClient.setQueryData<TicketDetail>(keys.ticket(row.id), (detail) => detail && { ...detail, ticket: row });
}

/** What went wrong, in words for a person. */
export function explain(problem: ApiProblem): string {
  if (problem.isAway) return t("away.router");
  if (problem.status === 412 || isConflict(problem.body)) return t("conflict.changed");
  const first = Object.values(problem.errors)[0]?.[0];
  return t("app.error", { reason: first ?? problem.message });
}

function refreshLists(): void {
  void queryClient.invalidateQueries({ queryKey: keys.counts });
  void queryClient.invalidateQueries({ queryKey: keys.lists });
}
