using System.Runtime.InteropServices;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>The training texts of one language as sparse rows of tf-idf, each view of a text with the length that the recipe gives it.</summary>
public sealed class TrainingRows
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
        DoubtfulSources sources,
        int hashBits
    )
    {
        _starts = starts;
        _columns = columns;
        _values = values;
        Slots = slots;
        Rarity = rarity;
        Texts = texts;
        Sources = sources;
        HashBits = hashBits;
    }

    public LabelledText[] Texts { get; }

    public int HashBits { get; }

    /// <summary>The table slot of each feature.</summary>
    public int[] Slots { get; }

    /// <summary>The inverse document frequency of each feature, as the model file will hold it.</summary>
    public float[] Rarity { get; }

    /// <summary>What the values of each column were multiplied by, and so what its weights must be; empty: nothing.</summary>
    public float[] Factors { get; private init; } = [];

    /// <summary>Those of features come first, then one for each source whose labels are in doubt.</summary>
    public int Columns => Slots.Length + Sources.Count;

    /// <summary>How many columns are features of the texts, and so part of the model.</summary>
    public int Features => Slots.Length;

    internal DoubtfulSources Sources { get; }

    public ReadOnlySpan<int> ColumnsOf(int row) => _columns.AsSpan(_starts[row].._starts[row + 1]);

    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_starts[row].._starts[row + 1]);

    /// <summary>The same rows, their columns stretched or shrunk.</summary>
    internal TrainingRows Times(float[] factors)
    {
        var values = new float[_values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = _values[i] * factors[_columns[i]];
        }

        return new TrainingRows(_starts, _columns, values, Slots, Rarity, Texts, Sources, HashBits)
        {
            Factors = factors,
        };
    }

    internal static TrainingRows Build(
        LabelledText[] texts,
        FeatureRecipe recipe,
        Lexicon lexicon,
        DoubtfulSources? sources = null
    )
    {
        var units = new TextUnits();
        var extractor = new FeatureExtractor();
        var blocks = new List<Block>();
        var frequency = new int[1 << recipe.HashBits];
        foreach (var text in texts)
        {
            TextNormaliser.Read(text.Text, units);
            extractor.Read(units, recipe, lexicon);
            extractor.ReadCharacters(units, recipe);
            for (var view = FeatureView.Atoms; view <= FeatureView.Characters; view++)
            {
                var slots = extractor.Bag.SlotsOf(view);
                blocks.Add(new Block(view, slots.ToArray(), extractor.Bag.CountsOf(view).ToArray()));
                foreach (var slot in slots)
                {
                    frequency[slot]++;
                }
            }
        }

        return Weigh(texts, recipe, blocks, frequency, sources ?? DoubtfulSources.None(texts.Length));
    }

    private static TrainingRows Weigh(
        LabelledText[] texts,
        FeatureRecipe recipe,
        List<Block> blocks,
        int[] frequency,
        DoubtfulSources sources
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
                rarity.Add(PackedWeights.Round(InverseFrequency.Of(frequency[slot], texts.Length)));
            }
        }

        var columns = new List<int>();
        var values = new List<float>();
        var starts = new List<int> { 0 };
        var unknown = InverseFrequency.OfUnknown(texts.Length);
        for (var i = 0; i < blocks.Count; i++)
        {
            var first = values.Count;
            var squares = 0.0;
            foreach (var (slot, count) in blocks[i].Slots.Zip(blocks[i].Counts))
            {
                var column = columnOf[slot];
                var rare = column >= 0 ? rarity[column] : unknown;
                squares += TermFrequency.SquareOf(blocks[i].View, count) * rare * rare;
                if (column >= 0)
                {
                    columns.Add(column);
                    values.Add(TermFrequency.Of(blocks[i].View, count) * rare);
                }
            }

            var scale = squares > 0 ? recipe.ShareOf(blocks[i].View) / (float)Math.Sqrt(squares) : 0;
            foreach (ref var value in CollectionsMarshal.AsSpan(values)[first..])
            {
                value *= scale;
            }

            if ((i + 1) % FeatureBag.Views == 0)
            {
                if (sources.Holds(i / FeatureBag.Views, out var source))
                {
                    columns.Add(kept.Count + source);
                    values.Add(1);
                }

                starts.Add(columns.Count);
            }
        }

        return new TrainingRows(
            [.. starts],
            [.. columns],
            [.. values],
            [.. kept],
            [.. rarity],
            texts,
            sources,
            recipe.HashBits
        );
    }

    /// <summary>What one view found in one text.</summary>
    private readonly record struct Block(FeatureView View, int[] Slots, int[] Counts);
}
