namespace TriageMesh.Domain.Classification;

/// <summary>Which n-grams of a text are its features. Part of the model file.</summary>
/// <remarks>
/// An atom is a word of letters and digits, a single Han character, a mark, an emoji, a placeholder or a sign. A text is seen in
/// three views: its atoms, what they mean by the lexicon, and the characters inside words. Each is a vector of its own length.
/// </remarks>
public sealed record FeatureRecipe
{
    /// <summary>Slots of the weight table, as a power of two.</summary>
    public required int HashBits { get; init; }

    /// <summary>Rows of 1 to this many atoms.</summary>
    public required int AtomGrams { get; init; }

    /// <summary>Shortest row of characters inside a word; 0 for none.</summary>
    public int CharactersFrom { get; init; }

    /// <summary>Longest row of characters inside a word. A word has a space at each end.</summary>
    public int CharactersTo { get; init; }

    /// <summary>The length of the vector of atoms.</summary>
    public float AtomShare { get; init; } = 1;

    /// <summary>The length of the vector of meanings.</summary>
    public float MeaningShare { get; init; } = 1;

    /// <summary>The length of the vector of characters.</summary>
    public float CharacterShare { get; init; } = 1;

    /// <summary>Whether the start and the end of the text count as atoms in rows of two and more.</summary>
    public bool Boundaries { get; init; }

    /// <summary>Whether pairs of atoms with one left out between them count.</summary>
    public bool SkipPairs { get; init; }

    /// <summary>Whether pairs of terms of the lexicon count, however far apart.</summary>
    public bool TermPairs { get; init; }

    /// <summary>How many atoms after it a negation turns round, unless the clause ends.</summary>
    public int NegationReach { get; init; } = 4;

    /// <summary>A feature must occur in at least this many training texts.</summary>
    public int FewestTexts { get; init; } = 1;

    /// <summary>A column of training values is multiplied by how well it tells the labels apart, to this power; 0: all are alike.</summary>
    public double Contrast { get; init; }

    /// <summary>The convolution beside the linear features; null: none.</summary>
    public ConvolutionRecipe? Convolution { get; init; }

    internal float ShareOf(FeatureView view) =>
        view switch
        {
            FeatureView.Atoms => AtomShare,
            FeatureView.Meanings => MeaningShare,
            _ => CharacterShare,
        };
}

/// <summary>The ways in which a text is seen, in the order in which their features are found.</summary>
internal enum FeatureView
{
    Atoms,
    Meanings,
    Characters,
}
