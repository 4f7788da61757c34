using System.Text.Json.Serialization;
using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Another queue is asked to take the ticket. Until it accepts, the ticket stays with whoever hands it over.</summary>
/// <param name="ToQueueId">The queue that is asked.</param>
/// <param name="Reason">Why it is theirs.</param>
/// <param name="Promised">What the customer was told.</param>
/// <param name="OrderNumber">The customer's order, where one is known.</param>
public sealed record HandOverTicket(Guid ToQueueId, string Reason, string Promised, string? OrderNumber)
    : TicketCommand;

/// <summary>A person of the receiving queue takes the ticket.</summary>
public sealed record AcceptHandOver(Guid AgentId) : TicketCommand;

/// <summary>The hand-over comes to nothing: the ticket is back with the sender, or in their queue when they are not there.</summary>
public sealed record BounceHandOver(BounceCause Cause, string? Reason, bool SenderOnShift) : TicketCommand;

/// <summary>The sender has asked another queue. <paramref name="Round"/> counts the ticket's hand-overs.</summary>
public sealed record HandedOver(
    int Round,
    Guid FromQueueId,
    Guid? FromAgentId,
    Guid ToQueueId,
    string Reason,
    string Promised,
    string? OrderNumber
) : TicketChange
{
    public override string Kind => "handed_over";
}

/// <summary>The receiving queue has the ticket now, in the hands of the person who accepted it.</summary>
public sealed record HandOverAccepted(
    int Round,
    Guid QueueId,
    Guid AgentId,
    Guid? FromQueueId = null,
    Guid? FromAgentId = null
) : TicketChange
{
    public override string Kind => "hand_over_accepted";
}

public sealed record HandOverBounced(int Round, BounceCause Cause, string? Reason, Guid? ToQueueId = null)
    : TicketChange
{
    public override string Kind => "hand_over_bounced";
}

/// <summary>Why a hand-over came back.</summary>
[JsonConverter(typeof(WireNameConverter<BounceCause>))]
public enum BounceCause
{
    [JsonStringEnumMemberName("refused")]
    Refused,

    [JsonStringEnumMemberName("timed_out")]
    TimedOut,

    [JsonStringEnumMemberName("withdrawn")]
    Withdrawn,
}

/// <summary>Work never vanishes between departments: somebody has it at every moment, and who is on record.</summary>
internal static class HandOvers
{
    public static TicketDecision HandOver(TicketState ticket, HandOverTicket command, Instant now)
    {
        if (string.IsNullOrWhiteSpace(command.Reason) || string.IsNullOrWhiteSpace(command.Promised))
        {
            return TicketDecision.Refuse(
                RefusalReason.ReasonMissing,
                "Say why the ticket goes to another queue, and what the customer was promised."
            );
        }

        if (command.ToQueueId == ticket.QueueId)
        {
            return TicketDecision.Refuse(RefusalReason.SameQueue, "The ticket is in that queue already.");
        }

        if (ticket.AssigneeId is null)
        {
            return TicketDecision.Refuse(RefusalReason.NotAssigned, "Take the ticket before you hand it over.");
        }

        List<TicketChange> changes = [];
        if (ticket.IsWaiting)
        {
            changes.Add(new WaitingEnded(now, ByCustomer: false));
        }

        changes.AddRange(OrderNumberChanges.To(ticket, command.OrderNumber));
        changes.Add(
            new HandedOver(
                ticket.HandOvers + 1,
                ticket.QueueId,
                ticket.AssigneeId,
                command.ToQueueId,
                command.Reason,
                command.Promised,
                command.OrderNumber ?? ticket.OrderNumber
            )
        );
        return TicketDecision.Of(changes);
    }

    public static TicketDecision Accept(TicketState ticket, AcceptHandOver command) =>
        TicketDecision.Of(
            new HandOverAccepted(
                ticket.HandOvers,
                ticket.HandedTo!.Value,
                command.AgentId,
                ticket.QueueId,
                ticket.AssigneeId
            )
        );

    public static TicketDecision Bounce(TicketState ticket, BounceHandOver command)
    {
        if (command.Cause == BounceCause.Refused && string.IsNullOrWhiteSpace(command.Reason))
        {
            return TicketDecision.Refuse(RefusalReason.ReasonMissing, "Say why the ticket is not yours.");
        }

        var bounced = new HandOverBounced(ticket.HandOvers, command.Cause, command.Reason, ticket.HandedTo);
        return ticket.AssigneeId is { } sender && !command.SenderOnShift
            ? TicketDecision.Of(bounced, new Unassigned(sender))
            : TicketDecision.Of(bounced);
    }

    public static TicketState Fold(TicketState state, HandedOver over) =>
        state with
        {
            Status = TicketStatus.HandedOver,
            HandOvers = over.Round,
            HandedTo = over.ToQueueId,
            IsSnoozed = false,
            SnoozedUntil = null,
        };

    public static TicketState Fold(TicketState state, HandOverAccepted accepted, Instant at)
    {
        var taken = state with
        {
            HandedTo = null,
            QueueId = accepted.QueueId,
            AssigneeId = accepted.AgentId,
            LastAssigneeId = accepted.AgentId,
            AcceptedAt = at,
        };
        return taken with { Status = taken.ActiveStatus };
    }

    public static TicketState Fold(TicketState state)
    {
        var back = state with { HandedTo = null };
        return back with { Status = back.ActiveStatus };
    }
}
