namespace TriageMesh.Contracts.Api;

/// <summary>POST /tickets/{id}/split: these posts become a ticket of their own. The answer is that ticket.</summary>
public sealed record SplitRequest(IReadOnlyList<Guid> MentionIds, string? Reason);

/// <summary>POST /tickets/{id}/merge: everything on this ticket goes on under another. The answer is that one.</summary>
/// <param name="Into">The ticket that stays.</param>
/// <param name="Reason">Why, for the history.</param>
public sealed record MergeRequest(long Into, string? Reason);

/// <summary>POST /tickets/{id}/links.</summary>
/// <param name="TicketId">The other ticket.</param>
/// <param name="Kind">What it is to this one: <c>related</c>, <c>duplicate_of</c>, <c>has_duplicate</c>, <c>caused_by</c> or <c>causes</c>.</param>
public sealed record LinkRequest(long TicketId, string Kind);

/// <summary>A ticket that this one is linked with, split from or merged with.</summary>
/// <param name="Kind">Also <c>split_from</c>, <c>split_off</c>, <c>merged_into</c> and <c>merged_from</c>.</param>
/// <param name="Ticket">The other one.</param>
public sealed record TicketLink(string Kind, TicketRef Ticket);
