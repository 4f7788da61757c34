namespace TriageMesh.Contracts.Api;

/// <summary>POST /tickets/{id}/snooze: out of the lists until a time, or with none until the customer writes. The clocks run on.</summary>
public sealed record SnoozeRequest(DateTimeOffset? Until = null, string? Reason = null);

/// <summary>POST /tickets/{id}/no-reply-needed: ends the wait for an answer without one.</summary>
public sealed record NoReplyNeededRequest(string Reason);
