using System.Text.Json.Serialization;
using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Tickets;

/// <summary>Who could take a ticket that is reopened: its agent only while on shift, the lead when it has come back too often.</summary>
public sealed record ReopenHands(bool AssigneeOnShift, Guid? LeadId);

/// <summary>What made a resolved ticket work again.</summary>
[JsonConverter(typeof(WireNameConverter<ReopenCause>))]
public enum ReopenCause
{
    /// <summary>The customer complained again.</summary>
    [JsonStringEnumMemberName("customer_unhappy")]
    CustomerUnhappy,

    /// <summary>The customer asked something.</summary>
    [JsonStringEnumMemberName("new_question")]
    NewQuestion,

    /// <summary>A post that the classifier was not sure of.</summary>
    [JsonStringEnumMemberName("unclear_post")]
    UnclearPost,

    /// <summary>A person found work in a post that was taken for none.</summary>
    [JsonStringEnumMemberName("relabelled")]
    Relabelled,

    [JsonStringEnumMemberName("by_person")]
    ByPerson,
}

/// <summary>A ticket that comes back climbs: the second time its priority rises and the lead is told, then the lead gets it.</summary>
internal static class Reopening
{
    public const int LeadTakesOver = 3;

    public static TicketChange[] Of(
        TicketState ticket,
        Instant from,
        string? reason,
        ReopenHands hands,
        ReopenCause because
    )
    {
        var times = ticket.Reopenings + 1;
        var reopened = new Reopened(ticket.Cycle + 1, from, reason, because);
        TicketChange[] climb = times switch
        {
            1 => [],
            2 => [.. PrioritySteps.Up(ticket.Priority, "reopened_again"), new LeadTold("reopened_again")],
            _ => [new LeadTold("reopened_too_often")],
        };
        return [reopened, .. climb, .. NewHands(ticket, times, hands)];
    }

    // Whoever keeps it is given it anew: they must open it, as with any other.
    private static TicketChange[] NewHands(TicketState ticket, int times, ReopenHands hands) =>
        times >= LeadTakesOver && hands.LeadId is { } lead ? [new Assigned(lead, Automatic: true, ticket.AssigneeId)]
        : ticket.AssigneeId is not { } agent ? []
        : hands.AssigneeOnShift ? [new Assigned(agent, Automatic: true, agent)]
        : [new Unassigned(agent)];
}
