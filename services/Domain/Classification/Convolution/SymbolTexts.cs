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

    /// <summary>A symbol and the number of its atom; the start of the text is atom 0.</summary>
    public readonly record struct Place(int Symbol, int Position, bool IsMeaning);
}
