namespace TriageMesh.Contracts.Api;

/// <summary>GET /tickets/{id}/similar: another ticket of the same order, or about the same, and what became of it.</summary>
public sealed record SimilarTicket
{
    public required long Id { get; init; }
    public required string Number { get; init; }
    public required TicketStatus Status { get; init; }
    public required Label Label { get; init; }
    public required string FirstLine { get; init; }
    public required string Author { get; init; }
    public required QueueRef Queue { get; init; }
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>It has the same order number.</summary>
    public required bool SameOrder { get; init; }

    /// <summary>The same author wrote it.</summary>
    public required bool SameAuthor { get; init; }

    /// <summary>The share of telling words that both have, 0 to 1.</summary>
    public required double Likeness { get; init; }

    /// <summary>How it was resolved; null while it is not.</summary>
    public SimilarSolution? Solution { get; init; }
}

/// <param name="At">When it was resolved last.</param>
/// <param name="By">Who resolved it; null where nobody knows any more.</param>
/// <param name="Answer">The last public reply.</param>
/// <param name="Reason">Why no reply was needed, where one resolved it so.</param>
public sealed record SimilarSolution(DateTimeOffset At, string? By, string? Answer, string? Reason);
