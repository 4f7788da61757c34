namespace TriageMesh.Contracts.Messages;

/// <summary>Who is at a ticket has changed. Not kept anywhere: whoever misses it learns it from the next one, or by looking.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="People">Who is there now.</param>
public sealed record TicketPresence(long TicketId, IReadOnlyList<PersonAtTicket> People);

/// <summary>Somebody at a ticket, by id: names are for those who may see the ticket.</summary>
public sealed record PersonAtTicket(Guid AgentId, bool Typing);
