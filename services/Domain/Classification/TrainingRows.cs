using System.Runtime.InteropServices;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>The training texts of one language as sparse rows of tf-idf with unit norm.</summary>
internal sealed class TrainingRows
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly float[] _values;

    private TrainingRows(
        int[] starts,
        int[] columns,
        float[] values,
        int[] slots,
        float[] rarity,
        LabelledText[] texts,
        int hashBits
    )
    {
        _starts = starts;
        _columns = columns;
        _values = values;
        Slots = slots;
        Rarity = rarity;
        Texts = texts;
        HashBits = hashBits;
    }

    public LabelledText[] Texts { get; }

    public int HashBits { get; }

    /// <summary>The table slot of each column.</summary>
    public int[] Slots { get; }

    /// <summary>The inverse document frequency of each column, as the model file will hold it.</summary>
    public float[] Rarity { get; }

    public int Columns => Slots.Length;

    public ReadOnlySpan<int> ColumnsOf(int row) => _columns.AsSpan(_starts[row].._starts[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_starts[row].._starts[row + 1]);

    public static TrainingRows Build(LabelledText[] texts, FeatureRecipe recipe)
    {
        var units = new TextUnits();
        var extractor = new FeatureExtractor();
        var slots = new List<int>();
        var counts = new List<int>();
        var starts = new int[texts.Length + 1];
        var frequency = new int[1 << recipe.HashBits];
        var isCharacters = new bool[frequency.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            TextNormaliser.Read(texts[row].Text, units);
            extractor.Read(units, recipe);
            foreach (var slot in extractor.Bag.Slots)
            {
                frequency[slot]++;
            }

            foreach (var occurrence in extractor.Bag.Occurrences)
            {
                isCharacters[occurrence.Slot] |= occurrence.IsCharacters;
            }

            slots.AddRange(extractor.Bag.Slots);
            counts.AddRange(extractor.Bag.Counts);
            starts[row + 1] = slots.Count;
        }

        return Weigh(texts, recipe, starts, slots, counts, frequency, isCharacters);
    }

    private static TrainingRows Weigh(
        LabelledText[] texts,
        FeatureRecipe recipe,
        int[] starts,
        List<int> slots,
        List<int> counts,
        int[] frequency,
        bool[] isCharacters
    )
    {
        var columnOf = new int[frequency.Length];
        var kept = new List<int>();
        var rarity = new List<float>();
        for (var slot = 0; slot < frequency.Length; slot++)
        {
            columnOf[slot] = frequency[slot] >= Math.Max(1, recipe.FewestTexts) ? kept.Count : -1;
            if (columnOf[slot] >= 0)
            {
                kept.Add(slot);
                var inverse = 1 + Math.Log((1.0 + texts.Length) / (1 + frequency[slot]));
                rarity.Add(PackedWeights.Round((float)inverse * (isCharacters[slot] ? recipe.CharacterWeight : 1)));
            }
        }

        var columns = new List<int>(slots.Count);
        var values = new List<float>(slots.Count);
        var keptStarts = new int[starts.Length];
        for (var row = 0; row < texts.Length; row++)
        {
            var squares = 0.0;
            for (var i = starts[row]; i < starts[row + 1]; i++)
            {
                if (columnOf[slots[i]] is var column and >= 0)
                {
                    var value = TermFrequency.Of(counts[i]) * rarity[column];
                    squares += value * value;
                    columns.Add(column);
                    values.Add(value);
                }
            }

            keptStarts[row + 1] = columns.Count;
            var scale = squares > 0 ? 1 / (float)Math.Sqrt(squares) : 0;
            foreach (ref var value in CollectionsMarshal.AsSpan(values)[keptStarts[row]..])
            {
                value *= scale;
            }
        }

        return new TrainingRows(keptStarts, [.. columns], [.. values], [.. kept], [.. rarity], texts, recipe.HashBits);
    }
}
