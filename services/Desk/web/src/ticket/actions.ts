import i18next from "i18next";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { ApiProblem, asProblem } from "../api/problem";
import type { AgentView, DeskPerson, Label, MentionView, Priority, TicketDetail, TicketRow } from "../api/types";
import { patchRow, rememberTicket } from "../queue/listCache";
import { toast } from "../ui/toast";

const t = i18next.t.bind(i18next);

/** What people do with a ticket, from the list and from its page alike. Each says how it went; false where it did not. */

export function accept(ticket: TicketRow, person: DeskPerson): Promise<boolean> {
  const mine: TicketRow = { ...ticket, assignee: { id: person.id, name: person.display_name }, status: "open" };
  return run(ticket, t("action.done.accept", { number: ticket.number }), mine, () =>
    router.POST("/tickets/{id}/accept", at(ticket)),
  );
}

/** The person it was given to looks at it; nothing is said of that, and nothing lost where it does not get through. */
export async function opened(id: number): Promise<void> {
  try {
    rememberTicket(await take(router.POST("/tickets/{id}/accept", { params: { path: { id } } })));
  } catch {
    // Whatever they do to it next opens it too.
  }
}

/** To a colleague, or with null back to the queue. */
export function assign(ticket: TicketRow, agent: AgentView | null): Promise<boolean> {
  const done = agent
    ? t("action.done.assign", { number: ticket.number, name: agent.name })
    : t("action.done.toQueue", { number: ticket.number });
  const theirs: TicketRow = { ...ticket, assignee: agent && { id: agent.id, name: agent.name } };
  return run(ticket, done, theirs, () =>
    router.POST("/tickets/{id}/assign", { ...at(ticket), body: { assignee_id: agent?.id ?? null, reason: null } }),
  );
}

export function wait(ticket: TicketRow, whom: "customer" | "third_party", reason: string): Promise<boolean> {
  return run(ticket, t("action.done.wait", { number: ticket.number }), null, () =>
    router.POST("/tickets/{id}/wait", { ...at(ticket), body: { for: whom, reason } }),
  );
}

export function resume(ticket: TicketRow): Promise<boolean> {
  return run(ticket, t("action.done.resume", { number: ticket.number }), null, () =>
    router.POST("/tickets/{id}/resume", at(ticket)),
  );
}

export function resolve(ticket: TicketRow, reason: string | null): Promise<boolean> {
  return run(ticket, t("action.done.resolve", { number: ticket.number }), { ...ticket, status: "resolved" }, () =>
    router.POST("/tickets/{id}/resolve", { ...at(ticket, ticket.version), body: { reason } }),
  );
}

export function reopen(ticket: TicketRow, reason: string): Promise<boolean> {
  return run(ticket, t("action.done.reopen", { number: ticket.number }), null, () =>
    router.POST("/tickets/{id}/reopen", { ...at(ticket), body: { reason } }),
  );
}

export function setPriority(ticket: TicketRow, priority: Priority): Promise<boolean> {
  const done = t("action.done.priority", { priority: t(`priority.${priority}`) });
  return run(ticket, done, { ...ticket, priority }, () =>
    router.POST("/tickets/{id}/priority", { ...at(ticket), body: { priority, reason: null } }),
  );
}

export function addNote(ticket: TicketRow, text: string): Promise<boolean> {
  return run(ticket, t("action.done.note"), null, () =>
    router.POST("/tickets/{id}/notes", { ...at(ticket), body: { text } }),
  );
}

export function retryReply(ticket: TicketRow, replyId: string): Promise<boolean> {
  return run(ticket, t("action.done.reply", { number: ticket.number }), null, () =>
    router.POST("/tickets/{id}/replies/{replyId}/retry", { params: { path: { id: ticket.id, replyId } } }),
  );
}

/** The label belongs to a mention; its ticket and the praise board follow. */
export async function relabel(mention: MentionView, label: Label, ticketId: number): Promise<boolean> {
  try {
    await take(router.POST("/mentions/{id}/relabel", { params: { path: { id: mention.id } }, body: { label, reason: null } }));
    toast(t("action.done.relabel", { label: t(`label.${label}`) }));
    await refresh(ticketId);
    return true;
  } catch (error) {
    await tell(error, ticketId);
    return false;
  }
}

/** The mention that a label key speaks of: the customer's newest post. */
export function newestMention(detail: TicketDetail): MentionView | undefined {
  return detail.timeline.findLast((item) => item.mention)?.mention ?? undefined;
}

export function ticketQuery(id: number) {
  return {
    queryKey: keys.ticket(id),
    queryFn: async () => {
      const detail = await take(router.GET("/tickets/{id}", { params: { path: { id } } }));
      patchRow(detail.ticket);
      return detail;
    },
  };
}

async function run(
  ticket: TicketRow,
  done: string,
  expected: TicketRow | null,
  request: () => Parameters<typeof take<TicketDetail>>[0],
): Promise<boolean> {
  if (expected) show(expected);
  try {
    rememberTicket(await take(request()));
    toast(done);
    void queryClient.invalidateQueries({ queryKey: keys.counts });
    void queryClient.invalidateQueries({ queryKey: keys.lists });
    return true;
  } catch (error) {
    if (expected) show(ticket);
    await tell(error, ticket.id);
    return false;
  }
}

/** Shows a row before, or instead of, the server's word. */
function show(row: TicketRow): void {
  patchRow(row);
  queryClient.setQueryData<TicketDetail>(keys.ticket(row.id), (detail) => detail && { ...detail, ticket: row });
}

async function tell(error: unknown, ticketId: number): Promise<void> {
  const problem = asProblem(error);
  const changed = problem.status === 409 || problem.status === 412;
  // A service that is away has its own banner.
  if (!problem.isAway) toast(changed ? changedText(problem) : explain(problem), "bad");
  if (changed) await refresh(ticketId);
}

function changedText(problem: ApiProblem): string {
  return problem.status === 412 ? t("conflict.changed") : explain(problem);
}

function explain(problem: ApiProblem): string {
  const first = Object.values(problem.errors)[0]?.[0];
  return t("app.error", { reason: first ?? problem.message });
}

async function refresh(ticketId: number): Promise<void> {
  await Promise.all([
    queryClient.invalidateQueries({ queryKey: keys.ticket(ticketId) }),
    queryClient.invalidateQueries({ queryKey: keys.lists }),
    queryClient.invalidateQueries({ queryKey: keys.counts }),
    queryClient.invalidateQueries({ queryKey: keys.praise }),
  ]);
}

function at(ticket: TicketRow, version?: number) {
  const path = { id: ticket.id };
  return version === undefined ? { params: { path } } : { params: { path, header: { "If-Match": `"${version}"` } } };
}
