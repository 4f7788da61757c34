using NodaTime;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>Something that a person should hear of: written with the change that caused it.</summary>
internal sealed record NoticeRow(
    Guid AgentId,
    long TicketId,
    string Kind,
    string Actor,
    string? Reason,
    Guid? NoteId,
    Instant At
);

/// <summary>Who hears of which change. Whoever a step of a clock tells is found where the timers write.</summary>
internal static class TicketNotices
{
    /// <summary>Nobody is told of what they did themselves.</summary>
    public static IEnumerable<NoticeRow> Of(
        TicketChange change,
        TicketState before,
        long ticketId,
        RuleBook rules,
        string actor,
        Instant at
    ) =>
        (
            change switch
            {
                LeadTold told => To(rules.Queue(before.QueueId).LeadIds, told.Reason),
                HandedOver over => To(rules.Queue(over.ToQueueId).LeadIds, over.Reason),
                HandOverAccepted => To([.. Holder(before)], reason: null),
                HandOverBounced bounced => To([.. Holder(before)], bounced.Reason),
                _ => [],
            }
        )
            .Where(notice => notice.Agent.ToString() != actor)
            .Select(notice => new NoticeRow(notice.Agent, ticketId, change.Kind, actor, notice.Reason, null, at));

    private static IEnumerable<Guid> Holder(TicketState ticket) => ticket.AssigneeId is { } agent ? [agent] : [];

    private static IEnumerable<(Guid Agent, string? Reason)> To(Guid[] agents, string? reason) =>
        agents.Select(agent => (agent, reason));
}
