using TriageMesh.Contracts.Messages;

namespace TriageMesh.Contracts.Api;

/// <summary>POST /classifier/v1/classify: one text to label.</summary>
public sealed record ClassifyRequest
{
    public required string Text { get; init; }

    /// <summary>BCP 47 tag, where it is known; it decides only where the text does not.</summary>
    public string? Language { get; init; }

    /// <summary>Where the post was made, for the rules; what is not known holds no rule's condition.</summary>
    public string? Channel { get; init; }
    public string? Account { get; init; }
    public AuthorTier? AuthorTier { get; init; }
    public long? Followers { get; init; }
}

/// <summary>The label of one text, and the terms that weighed most for it.</summary>
public sealed record ClassifyAnswer
{
    public required Label Label { get; init; }
    public required double Confidence { get; init; }
    public required LabelScores Scores { get; init; }
    public required bool NeedsReview { get; init; }
    public required string Language { get; init; }
    public required string ModelVersion { get; init; }
    public required IReadOnlyList<WeighedTerm> Terms { get; init; }

    /// <summary>The rule that decided; null: the model did.</summary>
    public RuleMark? Rule { get; init; }
}

/// <summary>GET /classifier/v1/models.</summary>
/// <param name="Current">The model that labels now.</param>
public sealed record ModelsView(ModelView Current);

/// <summary>A model and what it was trained on.</summary>
public sealed record ModelView(string Version, IReadOnlyList<ModelLanguageView> Languages);

/// <summary>One language of a model. The figures are those on training texts that were held out while it was trained.</summary>
public sealed record ModelLanguageView
{
    public required string Language { get; init; }
    public required int Texts { get; init; }
    public required IReadOnlyDictionary<string, int> TextsByLabel { get; init; }
    public required int Features { get; init; }

    /// <summary>Below this confidence a label needs review.</summary>
    public required double Threshold { get; init; }

    /// <summary>The share of right labels above the threshold that it was chosen for.</summary>
    public required double StatedPrecision { get; init; }
    public required double Accuracy { get; init; }
    public required double MacroF1 { get; init; }
    public required double CalibrationError { get; init; }

    /// <summary>Share of texts above the threshold.</summary>
    public required double Coverage { get; init; }

    /// <summary>Share of right labels among them.</summary>
    public required double CoveredAccuracy { get; init; }
    public required IReadOnlyDictionary<string, ModelLabelView> Labels { get; init; }
}

/// <summary>How good a model is at one label.</summary>
public sealed record ModelLabelView(int Texts, double Precision, double Recall, double F1);
