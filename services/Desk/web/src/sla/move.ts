import { router, take } from "../api/client";
import type { TicketRow } from "../api/types";

const atOnce = 4;

/** All that somebody has in work, nearest due first. */
export async function ticketsOf(agentId: string): Promise<TicketRow[]> {
  const tickets: TicketRow[] = [];
  let next: string | null = null;
  do {
    const page: { items: TicketRow[]; next: string | null } = await take(
      router.GET("/tickets", {
        params: { query: { view: "in_work", assignee: [agentId], limit: 200, ...(next === null ? {} : { cursor: next }) } },
      }),
    );
    tickets.push(...page.items);
    next = page.next;
  } while (next !== null);
  return tickets;
}

/** Gives each ticket to somebody, or with null back to its queue; the numbers of those that did not go. */
export async function moveTickets(
  tickets: readonly TicketRow[],
  to: string | null,
  reason: string | null,
  onDone: (done: number) => void,
): Promise<string[]> {
  const waiting = [...tickets];
  const failed: string[] = [];
  let done = 0;
  async function work(): Promise<void> {
    for (let ticket = waiting.shift(); ticket !== undefined; ticket = waiting.shift()) {
      try {
        await take(router.POST("/tickets/{id}/assign", { params: { path: { id: ticket.id } }, body: { assignee_id: to, reason } }));
      } catch {
        failed.push(ticket.number);
      }
      onDone(++done);
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return failed;
}
