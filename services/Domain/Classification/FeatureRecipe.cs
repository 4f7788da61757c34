namespace TriageMesh.Domain.Classification;

/// <summary>Which n-grams of a text are its features. Part of the model file.</summary>
/// <remarks>An atom is a word of letters and digits, a single Han character, a mark, an emoji, a placeholder or a sign.</remarks>
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

    /// <summary>How much a row of characters counts against a row of atoms.</summary>
    public float CharacterWeight { get; init; } = 1;

    /// <summary>Whether the start and the end of the text count as atoms in rows of two and more.</summary>
    public bool Boundaries { get; init; }

    /// <summary>Whether pairs of atoms with one left out between them count.</summary>
    public bool SkipPairs { get; init; }

    /// <summary>A feature must occur in at least this many training texts.</summary>
    public int FewestTexts { get; init; } = 1;
}
