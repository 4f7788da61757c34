namespace TriageMesh.Contracts.Api;

/// <summary>PUT /tickets/{id}/presence: every ten seconds while a person has the ticket before them. Unheard of for 25 seconds they are gone.</summary>
/// <param name="State"><c>viewing</c>, <c>typing</c> or <c>gone</c>.</param>
public sealed record TicketPresenceRequest(string State);

/// <summary>A colleague at a ticket.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">Their name.</param>
/// <param name="Typing">True while they write an answer or a note.</param>
/// <param name="Until">When they are gone unless heard of again.</param>
public sealed record PresentPerson(Guid Id, string Name, bool Typing, DateTimeOffset Until);
