using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Training texts as the convolution reads them: at each atom, its symbol if it is common enough and those of its meanings.</summary>
internal sealed class SymbolTexts
{
    private readonly List<Place[]> _texts = [];

    private SymbolTexts(ulong[] keys) => Keys = keys;

    /// <summary>The keys of the symbols by their numbers, in order.</summary>
    public ulong[] Keys { get; }

    public int Count => _texts.Count;

    /// <summary>The symbols of a text in the order of its atoms.</summary>
    public ReadOnlySpan<Place> this[int text] => _texts[text];

    public static SymbolTexts Build(LabelledText[] texts, FeatureRecipe recipe, Lexicon lexicon, int fewestTexts)
    {
        var units = new TextUnits();
        var extractor = new FeatureExtractor();
        var found = new List<(ulong Key, int Position, bool IsMeaning)[]>();
        var frequency = new Dictionary<ulong, int>();
        foreach (var text in texts)
        {
            TextNormaliser.Read(text.Text, units);
            extractor.ReadMeanings(units, lexicon, recipe);
            var own = new List<(ulong, int, bool)>();
            foreach (var symbol in new Symbols(extractor.Atoms, extractor.Meanings.Hits))
            {
                own.Add((symbol.Key, symbol.Position, symbol.IsMeaning));
            }

            found.Add([.. own]);
            foreach (var key in own.Select(symbol => symbol.Item1).Distinct())
            {
                frequency[key] = frequency.GetValueOrDefault(key) + 1;
            }
        }

        ulong[] keys = [.. frequency.Where(entry => entry.Value >= fewestTexts).Select(entry => entry.Key).Order()];
        var numbers = keys.Select((key, i) => (key, i)).ToDictionary(pair => pair.key, pair => pair.i);
        var rows = new SymbolTexts(keys);
        foreach (var own in found)
        {
            rows._texts.Add([
                .. own.Where(symbol => numbers.ContainsKey(symbol.Key))
                    .Select(symbol => new Place(numbers[symbol.Key], symbol.Position, symbol.IsMeaning)),
            ]);
        }

        return rows;
    }

    /// <summary>Two texts as one, a sign between them; false where that is too long to be seen whole.</summary>
    public static bool Join(ReadOnlySpan<Place> first, ReadOnlySpan<Place> second, List<Place> joined)
    {
        joined.Clear();
        // The end of the first gives way to the sign, the start of the second to nothing.
        var end = first.Length > 0 ? first[^1].Position : 0;
        if (second.Length == 0 || end + second[^1].Position >= Symbols.MostAtoms)
        {
            return false;
        }

        foreach (var place in first)
        {
            if (place.Position < end)
            {
                joined.Add(place);
            }
        }

        foreach (var place in second)
        {
            if (place.Position > 0)
            {
                joined.Add(place with { Position = place.Position + end });
            }
        }

        return true;
    }

    /// <summary>A symbol and the number of its atom; the start of the text is atom 0.</summary>
    public readonly record struct Place(int Symbol, int Position, bool IsMeaning);
}
