namespace TriageMesh.Contracts.Messages;

/// <summary>People have said what these mentions are, 1 to 256 of them: the classifier learns from it.</summary>
public sealed record MentionsRelabelled(IReadOnlyList<MentionRelabelled> Relabels);

/// <summary>One person's word about one mention.</summary>
public sealed record MentionRelabelled
{
    /// <summary>Grows with each relabelling of the mesh; a second delivery has the same.</summary>
    public required long RelabelId { get; init; }

    public required Guid MentionId { get; init; }
    public required string Channel { get; init; }
    public required string Account { get; init; }
    public required string AuthorId { get; init; }
    public required string Text { get; init; }

    /// <summary>The language that the model worked in.</summary>
    public required string Language { get; init; }

    /// <summary>What the mention was held for before: the classifier's word, or an earlier person's.</summary>
    public required Label FromLabel { get; init; }

    /// <summary>The same as before where a person confirmed a doubtful label.</summary>
    public required Label ToLabel { get; init; }

    /// <summary>What the classifier had said.</summary>
    public required Label ModelLabel { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>The person.</summary>
    public required Guid By { get; init; }

    public string? ByName { get; init; }

    public string? Reason { get; init; }

    public required DateTimeOffset At { get; init; }
}
