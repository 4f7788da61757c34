namespace TriageMesh.Domain.Classification;

/// <summary>What training saw and reached, for one language. Part of the model file.</summary>
public sealed record TrainingFigures
{
    public required int Texts { get; init; }
    public required IReadOnlyDictionary<string, int> TextsByLabel { get; init; }
    public required int Features { get; init; }

    /// <summary>The inverse penalty that was chosen.</summary>
    public required double Strength { get; init; }

    /// <summary>The share of right labels that the threshold was chosen for.</summary>
    public required double StatedPrecision { get; init; }

    /// <summary>Figures on training texts, each judged by a model that had not seen its group.</summary>
    public required EvaluationFigures HeldOut { get; init; }
}
