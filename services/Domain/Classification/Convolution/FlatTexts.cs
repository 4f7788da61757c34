using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>The texts that say nothing of weight (<see cref="Label.Other"/>), by the business they are about.</summary>
internal sealed class FlatTexts
{
    private readonly int[]?[] _beside;

    /// <param name="texts">All training texts.</param>
    /// <param name="rowWeights">Rows above zero are there.</param>
    public FlatTexts(LabelledText[] texts, double[] rowWeights)
    {
        var byGroup = Enumerable
            .Range(0, texts.Length)
            .Where(row => rowWeights[row] > 0 && texts[row].Label == Label.Other)
            .GroupBy(row => texts[row].Group ?? "", StringComparer.Ordinal)
            .ToDictionary(rows => rows.Key, rows => rows.ToArray(), StringComparer.Ordinal);
        _beside = [.. texts.Select(text => byGroup.GetValueOrDefault(text.Group ?? ""))];
    }

    /// <summary>Those that may stand beside a text; none: null.</summary>
    public int[]? Beside(int row) => _beside[row];
}
