namespace TriageMesh.Contracts.Api;

/// <summary>POST /tickets/{id}/hand-over: asks another queue to take the ticket.</summary>
public sealed record HandOverRequest
{
    public required Guid QueueId { get; init; }

    /// <summary>Why it is theirs, at most 500 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>What the customer was promised, at most 500 characters; say so where it is nothing.</summary>
    public required string Promised { get; init; }

    /// <summary>The customer's order; required where the receiving queue or the account asks for it and the ticket has none.</summary>
    public string? OrderNumber { get; init; }
}

/// <summary>POST /tickets/{id}/hand-over/refuse.</summary>
public sealed record RefuseHandOverRequest(string Reason);

/// <summary>POST /tickets/{id}/hand-over/withdraw.</summary>
public sealed record WithdrawHandOverRequest(string? Reason);

/// <summary>A hand-over that has not been answered.</summary>
public sealed record HandOverView
{
    public required QueueRef From { get; init; }
    public PersonView? FromAgent { get; init; }
    public required QueueRef To { get; init; }
    public required string Reason { get; init; }
    public required string Promised { get; init; }
    public string? OrderNumber { get; init; }
    public required DateTimeOffset Since { get; init; }
}

/// <summary>One hand-over: who holds what for whom, since when, and what came of it.</summary>
public sealed record HandOverRow
{
    public required long TicketId { get; init; }
    public required string Number { get; init; }

    /// <summary>Which of the ticket's hand-overs it is, from 1.</summary>
    public required int Round { get; init; }
    public required QueueRef From { get; init; }
    public PersonView? FromAgent { get; init; }
    public required QueueRef To { get; init; }
    public required string Reason { get; init; }
    public required string Promised { get; init; }
    public string? OrderNumber { get; init; }
    public required DateTimeOffset Since { get; init; }

    /// <summary><c>pending</c>, <c>accepted</c>, <c>refused</c>, <c>timed_out</c>, <c>withdrawn</c>, or <c>ended</c> where the ticket was resolved or closed before an answer.</summary>
    public required string Outcome { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The receiving queue's word for a refusal.</summary>
    public string? Answer { get; init; }

    /// <summary>When the receiving queue must have answered; null once it has.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>Who has the ticket now.</summary>
    public PersonView? Holder { get; init; }
    public required QueueRef HeldBy { get; init; }

    /// <summary>How often the ticket has come back so far.</summary>
    public required int Bounces { get; init; }
}
