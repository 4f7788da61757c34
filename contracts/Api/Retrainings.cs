namespace TriageMesh.Contracts.Api;

/// <summary>POST /classifier/v1/retrainings.</summary>
public sealed record RetrainRequest
{
    /// <summary>False: a good challenger waits for a person to promote it.</summary>
    public bool Promote { get; init; } = true;

    /// <summary>Labelled texts to compare on, beside those of the settings.</summary>
    public IReadOnlyList<DevSet> DevSets { get; init; } = [];
}

/// <summary>A named set of labelled texts.</summary>
public sealed record DevSet(string Name, IReadOnlyList<DevText> Texts);

/// <summary>A text and its right label.</summary>
/// <param name="Text">As its author wrote it.</param>
/// <param name="Label">What a person said it is.</param>
/// <param name="Language"><c>zh</c> or <c>en</c>; null: as detected.</param>
public sealed record DevText(string Text, Label Label, string? Language = null);

/// <summary>A retraining: how far it is, and what came of it.</summary>
public sealed record RetrainingView
{
    public required Guid Id { get; init; }
    public required RetrainState State { get; init; }

    /// <summary>What it is doing now.</summary>
    public string? Step { get; init; }
    public required bool Promote { get; init; }
    public required string RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
    public string? Champion { get; init; }
    public string? Challenger { get; init; }
    public ComparisonView? Comparison { get; init; }
    public string? Reason { get; init; }
}
