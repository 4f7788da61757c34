namespace TriageMesh.Contracts.Api;

/// <summary>One praising mention on marketing's board.</summary>
public sealed record PraiseItem
{
    public required long Id { get; init; }
    public required PraiseStatus Status { get; init; }
    public required MentionView Mention { get; init; }

    /// <summary>Rank by reach, confidence and freshness; higher is better.</summary>
    public required double Score { get; init; }
    public required DateTimeOffset FoundAt { get; init; }
    public required long Version { get; init; }
}

/// <summary>POST /praise/{id}/status: <c>shortlisted</c> or back to <c>found</c>.</summary>
public sealed record PraiseStatusRequest(PraiseStatus Status);
