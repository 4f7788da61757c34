namespace TriageMesh.Domain.Classification;

/// <summary>How the convolution of a language is built and trained. Part of the model file.</summary>
public sealed record ConvolutionRecipe
{
    /// <summary>How many are trained, each from another start; their average is what serves.</summary>
    public int Members { get; init; } = 4;

    /// <summary>Filters of each member; a multiple of eight.</summary>
    public int Filters { get; init; } = 16;

    /// <summary>How often each text is learnt from.</summary>
    public int Passes { get; init; } = 5;

    /// <summary>What the first steps of learning are multiplied by.</summary>
    public float Rate { get; init; } = 0.05f;

    /// <summary>The share of texts that are shown with a flat text of their business before or after them while learning.</summary>
    public float Joined { get; init; }

    /// <summary>The share of atoms that are hidden while learning, so that meanings are learnt too.</summary>
    public float HiddenAtoms { get; init; } = 0.4f;

    /// <summary>The share of meanings that are hidden while learning.</summary>
    public float HiddenMeanings { get; init; } = 0.1f;

    /// <summary>The share of filters that are silent while learning.</summary>
    public float SilentFilters { get; init; } = 0.4f;

    /// <summary>The share of certainty that is held back from the right label while learning.</summary>
    public float Doubt { get; init; } = 0.05f;

    /// <summary>How far from nothing the weights begin.</summary>
    public float Spread { get; init; } = 0.05f;

    /// <summary>An atom must occur in at least this many training texts.</summary>
    public int FewestTexts { get; init; } = 3;

    /// <summary>What its scores count beside the linear ones.</summary>
    public float Share { get; init; } = 0.6f;

    /// <summary>With fewer training texts there is none.</summary>
    public int FewestTrainingTexts { get; init; } = 1000;
}
