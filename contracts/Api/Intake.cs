namespace TriageMesh.Contracts.Api;

/// <summary>POST /ingest/v1/{source} and /ingest/v1/import answer with one result for each mention, in order.</summary>
public sealed record IntakeAnswer(int Accepted, int Duplicates, int Rejected, IReadOnlyList<IntakeResult> Results);

/// <summary>What became of one mention of a request.</summary>
public sealed record IntakeResult
{
    /// <summary>Place in the request, from 0.</summary>
    public required int Index { get; init; }
    public string? ExternalId { get; init; }

    /// <summary><c>accepted</c>, <c>duplicate</c> or <c>rejected</c>.</summary>
    public required string Status { get; init; }
    public Guid? MentionId { get; init; }

    /// <summary>For a rejected mention: what is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }
}
