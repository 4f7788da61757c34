using System.Text.Json;

namespace TriageMesh.Contracts.Messages;

/// <summary>Changes to tickets, in the order in which they were committed, 1 to 256 of them.</summary>
public sealed record TicketEvents(IReadOnlyList<TicketEvent> Events);

/// <summary>One change to one ticket: who, when, why, and where the ticket stands after it.</summary>
public sealed record TicketEvent
{
    /// <summary>Grows with each event of the mesh; gaps are possible.</summary>
    public required long EventId { get; init; }

    public required long TicketId { get; init; }

    /// <summary>What happened: <c>opened</c>, <c>assigned</c>, <c>replied</c>, <c>clock.breach</c> ...</summary>
    public required string Kind { get; init; }

    /// <summary>Who did it: an agent's id, <c>customer</c> or <c>system</c>.</summary>
    public required string Actor { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Cause { get; init; }

    public JsonElement? Data { get; init; }

    public required TicketStatus Status { get; init; }

    public required Guid QueueId { get; init; }

    public Guid? AssigneeId { get; init; }

    /// <summary>The queue that is asked to take it, while one is.</summary>
    public Guid? HandedTo { get; init; }

    /// <summary>The ticket's version after the event.</summary>
    public required long Version { get; init; }
}
