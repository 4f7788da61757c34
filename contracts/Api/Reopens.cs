namespace TriageMesh.Contracts.Api;

/// <summary>Tickets that came back, and because of what.</summary>
/// <param name="Causes">How many of each cause in the whole span.</param>
/// <param name="Rows">One page of them, newest first.</param>
public sealed record ReopenReport(IReadOnlyList<ReopenCauseCount> Causes, Page<ReopenRow> Rows);

/// <param name="Cause"><c>customer_unhappy</c>, <c>new_question</c>, <c>unclear_post</c>, <c>relabelled</c> or <c>by_person</c>.</param>
/// <param name="Count">How many.</param>
public sealed record ReopenCauseCount(string Cause, int Count);

/// <summary>One reopening.</summary>
/// <param name="TicketId">The ticket.</param>
/// <param name="Number">Its number.</param>
/// <param name="Cycle">Which life of the ticket began: 2 for the first reopening.</param>
/// <param name="Cause">Because of what.</param>
/// <param name="Reason">A person's word.</param>
/// <param name="By">Who: a person's name or <c>customer</c>.</param>
/// <param name="At">When.</param>
/// <param name="ResolvedBy">Who had resolved it.</param>
/// <param name="Queue">Where it is.</param>
public sealed record ReopenRow(
    long TicketId,
    string Number,
    int Cycle,
    string Cause,
    string? Reason,
    string By,
    DateTimeOffset At,
    string? ResolvedBy,
    QueueRef Queue
);
