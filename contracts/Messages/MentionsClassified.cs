namespace TriageMesh.Contracts.Messages;

/// <summary>The classifier has marked these mentions, 1 to 256 of them.</summary>
public sealed record MentionsClassified(IReadOnlyList<ClassifiedMention> Mentions);

/// <summary>A mention with its mark.</summary>
public sealed record ClassifiedMention(Mention Mention, Classification Classification);

/// <summary>What the model says of one text.</summary>
public sealed record Classification
{
    public required Label Label { get; init; }

    /// <summary>Calibrated probabilities; they sum to 1.</summary>
    public required LabelScores Scores { get; init; }

    /// <summary>True where the model is less sure than its threshold: a person should look.</summary>
    public bool NeedsReview { get; init; }

    /// <summary>Two-letter language the model worked in: <c>zh</c> or <c>en</c>.</summary>
    public required string Language { get; init; }

    public required string ModelVersion { get; init; }

    /// <summary>The terms that weighed most for the label, heaviest first.</summary>
    public IReadOnlyList<WeighedTerm> Terms { get; init; } = [];

    /// <summary>The rule that decided; null: the model did. It stands among the terms too.</summary>
    public RuleMark? Rule { get; init; }

    public DateTimeOffset ClassifiedAt { get; init; }
}

/// <summary>One probability for each label.</summary>
public sealed record LabelScores(double Complaint, double Praise, double Question, double Other)
{
    /// <summary>The probability of <paramref name="label"/>.</summary>
    public double this[Label label] =>
        label switch
        {
            Label.Complaint => Complaint,
            Label.Praise => Praise,
            Label.Question => Question,
            Label.Other => Other,
            _ => throw new ArgumentOutOfRangeException(nameof(label), label, null),
        };
}

/// <summary>A piece of the text and how much it spoke for the label (log-odds; negative spoke against).</summary>
public sealed record WeighedTerm(string Term, double Weight);
