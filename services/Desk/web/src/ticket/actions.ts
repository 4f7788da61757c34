import i18next from "i18next";
import { keys, queryClient } from "../app/queries";
import { router, take } from "../api/client";
import { ApiProblem } from "../api/problem";
import type {
  AgentView,
  DeskPerson,
  HandOverRequest,
  Label,
  MentionView,
  Priority,
  TicketDetail,
  TicketRow,
} from "../api/types";
import { learnRow, rememberTicket } from "../queue/listCache";
import type { Deed } from "./carryOut";

const t = i18next.t.bind(i18next);

/** What people do with tickets, from the list and from the page alike. */

export function accept(person: DeskPerson): Deed {
  return {
    done: ({ number }) => t("action.done.accept", { number }),
    expected: (ticket) => ({ ...ticket, assignee: { id: person.id, name: person.display_name }, status: "open" }),
    request: (ticket) => take(router.POST("/tickets/{id}/accept", at(ticket))),
  };
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
export function assign(agent: Pick<AgentView, "id" | "name"> | null): Deed {
  return {
    done: ({ number }) =>
      agent ? t("action.done.assign", { number, name: agent.name }) : t("action.done.toQueue", { number }),
    expected: (ticket) => ({ ...ticket, assignee: agent && { id: agent.id, name: agent.name } }),
    request: (ticket) =>
      take(router.POST("/tickets/{id}/assign", { ...at(ticket), body: { assignee_id: agent?.id ?? null, reason: null } })),
  };
}

export function wait(whom: "customer" | "third_party", reason: string): Deed {
  return {
    done: ({ number }) => t("action.done.wait", { number }),
    request: (ticket) => take(router.POST("/tickets/{id}/wait", { ...at(ticket), body: { for: whom, reason } })),
  };
}

export const resume: Deed = {
  done: ({ number }) => t("action.done.resume", { number }),
  request: (ticket) => take(router.POST("/tickets/{id}/resume", at(ticket))),
};

/** `lastSeen`: newer content is answered with the difference. */
export function resolve(reason: string | null, lastSeen: string | null = null): Deed {
  return {
    done: ({ number }) => t("action.done.resolve", { number }),
    expected: (ticket) => ({ ...ticket, status: "resolved" }),
    request: (ticket) =>
      take(
        router.POST("/tickets/{id}/resolve", {
          // Whoever has seen the newest content need not have seen the newest version.
          ...(lastSeen === null ? at(ticket, ticket.version) : at(ticket)),
          body: { reason, last_seen: lastSeen },
        }),
      ),
  };
}

export function reopen(reason: string): Deed {
  return {
    done: ({ number }) => t("action.done.reopen", { number }),
    request: (ticket) => take(router.POST("/tickets/{id}/reopen", { ...at(ticket), body: { reason } })),
  };
}

export function noReplyNeeded(reason: string): Deed {
  return {
    done: ({ number }) => t("action.done.noReply", { number }),
    request: (ticket) => take(router.POST("/tickets/{id}/no-reply-needed", { ...at(ticket), body: { reason } })),
  };
}

export function setPriority(priority: Priority): Deed {
  return {
    done: () => t("action.done.priority", { priority: t(`priority.${priority}`) }),
    expected: (ticket) => ({ ...ticket, priority }),
    request: (ticket) =>
      take(router.POST("/tickets/{id}/priority", { ...at(ticket), body: { priority, reason: null } })),
  };
}

/** Until a time, or with null until the customer writes. */
export function snooze(until: string | null): Deed {
  return {
    done: ({ number }) => t("action.done.snooze", { number }),
    request: (ticket) => take(router.POST("/tickets/{id}/snooze", { ...at(ticket), body: { until, reason: null } })),
  };
}

export const wake: Deed = {
  done: ({ number }) => t("action.done.wake", { number }),
  request: (ticket) => take(router.POST("/tickets/{id}/wake", at(ticket))),
};

export function handOver(body: HandOverRequest, queue: string): Deed {
  return {
    done: ({ number }) => t("action.done.handOver", { number, queue }),
    request: (ticket) => take(router.POST("/tickets/{id}/hand-over", { ...at(ticket), body })),
  };
}

export const acceptHandOver: Deed = {
  done: ({ number }) => t("action.done.handOverAccept", { number }),
  request: (ticket) => take(router.POST("/tickets/{id}/hand-over/accept", at(ticket))),
};

export function refuseHandOver(reason: string): Deed {
  return {
    done: ({ number }) => t("action.done.handOverRefuse", { number }),
    request: (ticket) => take(router.POST("/tickets/{id}/hand-over/refuse", { ...at(ticket), body: { reason } })),
  };
}

export const withdrawHandOver: Deed = {
  done: ({ number }) => t("action.done.handOverWithdraw", { number }),
  request: (ticket) =>
    take(router.POST("/tickets/{id}/hand-over/withdraw", { ...at(ticket), body: { reason: null } })),
};

export function setOrderNumber(number: string | null): Deed {
  return {
    done: () => t("action.done.order"),
    expected: (ticket) => ({ ...ticket, order_number: number }),
    request: (ticket) =>
      take(router.PUT("/tickets/{id}/order-number", { ...at(ticket), body: { order_number: number } })),
  };
}

/** The answer is the new ticket. */
export function split(mentionIds: string[], reason: string | null): Deed {
  return {
    done: () => t("action.done.split", { count: mentionIds.length }),
    request: (ticket) =>
      take(router.POST("/tickets/{id}/split", { ...at(ticket), body: { mention_ids: mentionIds, reason } })),
  };
}

/** The answer is the ticket that stays. */
export function merge(into: { id: number; number: string }, reason: string | null): Deed {
  return {
    done: ({ number }) => t("action.done.merge", { number, into: into.number }),
    request: (ticket) => take(router.POST("/tickets/{id}/merge", { ...at(ticket), body: { into: into.id, reason } })),
  };
}

export function link(other: { id: number; number: string }, kind: string): Deed {
  return {
    done: ({ number }) => t("action.done.link", { number, other: other.number }),
    request: (ticket) => take(router.POST("/tickets/{id}/links", { params: { path: { id: ticket.id } }, body: { ticket_id: other.id, kind } })),
  };
}

export function unlink(other: { id: number; number: string }): Deed {
  return {
    done: ({ number }) => t("action.done.unlink", { number, other: other.number }),
    request: (ticket) =>
      take(router.DELETE("/tickets/{id}/links/{other}", { params: { path: { id: ticket.id, other: other.id } } })),
  };
}

export function retryReply(replyId: string): Deed {
  return {
    done: ({ number }) => t("action.done.reply", { number }),
    request: (ticket) =>
      take(router.POST("/tickets/{id}/replies/{replyId}/retry", { params: { path: { id: ticket.id, replyId } } })),
  };
}

/** The label belongs to a mention; its ticket and the praise board follow. Without a mention the newest is meant. */
export function relabel(label: Label, mention?: MentionView): Deed {
  return {
    done: () => t("action.done.relabel", { label: t(`label.${label}`) }),
    request: async (ticket) => {
      const post = mention ?? newestMention(await queryClient.query(ticketQuery(ticket.id)));
      // The timeline ends with the newest things; far behind them a post may be out of reach.
      if (!post) throw new ApiProblem(404, t("action.noPost"));
      const said = await sayLabel(post, label);
      // What is said next is said of this, also before the ticket is read again.
      queryClient.setQueryData<TicketDetail>(keys.ticket(ticket.id), (detail) =>
        detail && {
          ...detail,
          timeline: detail.timeline.map((item) => (item.mention?.id === said.id ? { ...item, mention: said } : item)),
        },
      );
      void queryClient.invalidateQueries({ queryKey: keys.praise });
      return null;
    },
  };
}

/** What a person says that a post is, who saw it labelled as it stands here; a colleague's word meanwhile is not overwritten. */
export function sayLabel(post: MentionView, label: Label): Promise<MentionView> {
  const seen = post.needs_review ? `${post.label}-review` : post.label;
  return take(
    router.POST("/mentions/{id}/relabel", {
      params: { path: { id: post.id }, header: { "If-Match": `"${seen}"` } },
      body: { label, reason: null },
    }),
  );
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
      learnRow(detail.ticket);
      return detail;
    },
  };
}

function at(ticket: TicketRow, version?: number) {
  const path = { id: ticket.id };
  return version === undefined ? { params: { path } } : { params: { path, header: { "If-Match": `"${version}"` } } };
}
