using NodaTime;

namespace TriageMesh.Router.Tickets;

/// <summary>One change to one ticket, as it is written with the change.</summary>
internal sealed record EventRow(
    long TicketId,
    string Kind,
    string Actor,
    Instant At,
    string? Cause,
    string Data,
    string Status,
    Guid QueueId,
    Guid? AssigneeId,
    long Version
);

/// <summary>One step of a clock that took effect or was passed over.</summary>
internal sealed record StepRow(
    long TicketId,
    string Clock,
    int Round,
    string Level,
    int Generation,
    string Kind,
    string Outcome,
    Instant At
);

/// <summary>Who stands behind a change: a person by their id, the customer, or the system.</summary>
internal static class Actor
{
    public const string Customer = "customer";
    public const string System = "system";
}
