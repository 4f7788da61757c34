using NodaTime;

namespace TriageMesh.Domain.Assignment;

/// <summary>A ticket that nobody has yet, and what it asks of an agent.</summary>
public sealed record WaitingTicket
{
    public required long TicketId { get; init; }

    public required Guid QueueId { get; init; }

    /// <summary>Null where any language will do.</summary>
    public string? Language { get; init; }

    public IReadOnlyCollection<string> Skills { get; init; } = [];

    /// <summary>The nearest due of its running clocks.</summary>
    public Instant? DueAt { get; init; }

    public required Instant OpenedAt { get; init; }

    /// <summary>Who last answered this author, where that is to count; may go one over capacity.</summary>
    public Guid? LastAnsweredBy { get; init; }

    /// <summary>From whom it was just taken because they did not open it: nothing is gained by giving it to them again at once.</summary>
    public IReadOnlyCollection<Guid> NotTo { get; init; } = [];
}
