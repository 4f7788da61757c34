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

/// <summary>GET /ingest/v1/sources: who may post, what came, and what is still on its way.</summary>
public sealed record IntakeOverview
{
    /// <summary>The sources' counts begin here: when the process that answers started.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Stored and not yet on the bus, of the whole mesh.</summary>
    public required long Unpublished { get; init; }

    /// <summary>Stored and not yet reported by the router, of the whole mesh.</summary>
    public required long Unrouted { get; init; }
    public required DateTimeOffset? OldestUnroutedAt { get; init; }
    public required IReadOnlyList<SourceView> Sources { get; init; }
}

/// <summary>One sender. Its secrets are never shown.</summary>
public sealed record SourceView
{
    public required string Name { get; init; }

    /// <summary>False for what only imports bring.</summary>
    public required bool Webhook { get; init; }
    public required string? Channel { get; init; }
    public required string? Account { get; init; }

    /// <summary>Two while one secret replaces the other.</summary>
    public required int LiveSecrets { get; init; }
    public required long Accepted { get; init; }
    public required long Duplicates { get; init; }
    public required long Rejected { get; init; }

    /// <summary>When the last of them came, whatever became of it.</summary>
    public required DateTimeOffset? LastAt { get; init; }
}
