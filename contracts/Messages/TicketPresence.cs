namespace TriageMesh.Contracts.Messages;

/// <summary>Who is at a ticket has changed. Not kept anywhere: whoever misses it learns it from the next one, or by looking.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="People">Who is there now.</param>
public sealed record TicketPresence(long TicketId, IReadOnlyList<PersonAtTicket> People)
{
    /// <summary>The ticket's queue: who works it may be told.</summary>
    public Guid? QueueId { get; init; }

    /// <summary>Who has the ticket.</summary>
    public Guid? AssigneeId { get; init; }

    /// <summary>The queue that is asked to take it, while one is.</summary>
    public Guid? HandedTo { get; init; }
}

/// <summary>Somebody at a ticket, by id: names are for those who may see the ticket.</summary>
public sealed record PersonAtTicket(Guid AgentId, bool Typing);
