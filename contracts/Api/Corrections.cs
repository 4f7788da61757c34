namespace TriageMesh.Contracts.Api;

/// <summary>What a person said that a mention is, against what it was held for.</summary>
public sealed record CorrectionView
{
    /// <summary>Grows with time.</summary>
    public required long Id { get; init; }
    public required Guid MentionId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string AuthorId { get; init; }
    public required string Text { get; init; }
    public required string Language { get; init; }
    public required Label From { get; init; }
    public required Label To { get; init; }

    /// <summary>What the classifier had said.</summary>
    public required Label ModelLabel { get; init; }
    public required string ModelVersion { get; init; }
    public required Guid By { get; init; }
    public string? ByName { get; init; }
    public string? Reason { get; init; }
    public required DateTimeOffset At { get; init; }
    public required CorrectionState State { get; init; }

    /// <summary>True where its mention is never trained on: it measures what models have learned.</summary>
    public required bool HeldOut { get; init; }
}

/// <summary>How many corrections were erased.</summary>
public sealed record ErasedView(int Corrections);
