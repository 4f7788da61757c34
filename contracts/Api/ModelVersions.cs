namespace TriageMesh.Contracts.Api;

/// <summary>One model of the registry.</summary>
public sealed record ModelVersionView
{
    public required string Version { get; init; }
    public required ModelOrigin Origin { get; init; }
    public required ModelState State { get; init; }

    /// <summary>Why it was refused.</summary>
    public string? Reason { get; init; }
    public required long Bytes { get; init; }
    public required string Sha256 { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset? PromotedAt { get; init; }
    public string? PromotedBy { get; init; }

    /// <summary>The champion before it: where a rollback from it leads.</summary>
    public string? Predecessor { get; init; }

    /// <summary>Null for a model that came with the program; its card says what it was trained on.</summary>
    public TrainedOnView? TrainedOn { get; init; }

    /// <summary>Its figures for each language, on training texts that were held out while it was trained.</summary>
    public required IReadOnlyList<ModelLanguageView> Languages { get; init; }

    /// <summary>How it did against the champion of the time.</summary>
    public ComparisonView? Comparison { get; init; }
}

/// <summary>What a model learned from.</summary>
public sealed record TrainedOnView
{
    public required int CorpusRows { get; init; }

    /// <summary>Start of a hash of the corpus.</summary>
    public required string Corpus { get; init; }
    public required int Corrections { get; init; }

    /// <summary>Corrections that were not trained on, to measure with.</summary>
    public required int HeldOutCorrections { get; init; }

    /// <summary>The newest correction that was known.</summary>
    public long? LastCorrection { get; init; }
}

/// <summary>A challenger against the champion, on texts that neither was trained on.</summary>
public sealed record ComparisonView
{
    public required string Champion { get; init; }
    public required string Challenger { get; init; }

    /// <summary>True where the challenger is not worse anywhere that matters.</summary>
    public required bool Passed { get; init; }

    /// <summary>Where it is worse; or why it cannot be judged.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }
    public required IReadOnlyList<ComparedSetView> Sets { get; init; }
}

/// <summary>One set of texts in one language.</summary>
public sealed record ComparedSetView
{
    /// <summary><c>corrections</c>, <c>unknown businesses</c>, or the name of a development set.</summary>
    public required string Set { get; init; }
    public required string Language { get; init; }
    public required int Texts { get; init; }

    /// <summary>False where there are too few texts to say anything.</summary>
    public required bool Judged { get; init; }
    public required ComparedFiguresView Champion { get; init; }
    public required ComparedFiguresView Challenger { get; init; }

    /// <summary>First all labels together, then each.</summary>
    public required IReadOnlyList<ComparedLabelView> Labels { get; init; }
}

/// <summary>The figures of one model on one set.</summary>
public sealed record ComparedFiguresView(double Accuracy, double MacroF1, double CalibrationError);

/// <summary>Where the two models decided differently.</summary>
/// <param name="Label">The label that was decided about; null: all.</param>
/// <param name="ChampionF1">For one label.</param>
/// <param name="ChallengerF1">For one label.</param>
/// <param name="Won">Texts on which only the challenger was right.</param>
/// <param name="Lost">Texts on which only the champion was right.</param>
/// <param name="Chance">How likely so many losses are, or more, if both models were equally good.</param>
/// <param name="Worse">True where that is too unlikely.</param>
public sealed record ComparedLabelView(
    Label? Label,
    double? ChampionF1,
    double? ChallengerF1,
    int Won,
    int Lost,
    double Chance,
    bool Worse
);

/// <summary>POST /classifier/v1/model-versions/{version}/promote.</summary>
/// <param name="Reason">Why; needed to force.</param>
/// <param name="Force">True to put a refused model in place all the same. A damaged one never is.</param>
public sealed record PromoteRequest(string? Reason = null, bool Force = false);

/// <summary>POST /classifier/v1/model-versions/rollback.</summary>
public sealed record RollbackRequest(string? Reason = null);
