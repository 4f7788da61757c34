using System.Numerics;
using TriageMesh.Domain.Classification;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Tickets;

/// <summary>What a text is about, so that texts about the same can be found: its telling words, and a few numbers made of them.</summary>
/// <remarks>
/// The words of Latin script and the pairs of Chinese characters, without those that every text has. Each number is made of the
/// two smallest of the words under an order of its own (MinHash): two texts that share many words are likely to share a number,
/// and two that share few are not. <see cref="NearlySame"/> is stricter: it asks whether a text was sent again.
/// </remarks>
public sealed class Likeness
{
    /// <summary>How many numbers a text has.</summary>
    public const int Numbers = 6;

    private const int FewestWords = 2;
    private const int ShortestWord = 3;

    // Two orders a number; any odd numbers will do, as long as they stay.
    private static readonly ulong[] Orders =
    [
        .. Enumerable.Range(1, 2 * Numbers).Select(place => unchecked((ulong)place * 0x9E3779B97F4A7C15 | 1)),
    ];

    private static readonly HashSet<string> Everywhere = new(
        (
            "the and for are was were has have had not but you your our this that with from they them their what when where who "
            + "how why can could would will just all any out get got now too very been being its his her about again into than "
            + "then there here over only also does did don didn doesn isn wasn won still please thank thanks hello url email "
            + "number user"
        ).Split(' '),
        StringComparer.Ordinal
    );

    private static readonly HashSet<int> EverywhereInChinese =
    [
        .. "的了是我你您他她它们在不有就也都和与吗呢啊吧呀哦这那个一很太又还没把被给让到去来说要会能可以请问么什怎为因所之着过得地上下时候".Select(
            sign => (int)sign
        ),
    ];

    private readonly HashSet<ulong> _words;

    private Likeness(HashSet<ulong> words) => _words = words;

    public static Likeness Of(string text)
    {
        var units = new TextUnits();
        TextNormaliser.Read(text, units);
        var (words, word) = (new HashSet<ulong>(), new List<char>());
        for (var i = 0; i <= units.Count; i++)
        {
            if (i < units.Count && units.Kinds[i] == UnitKind.Letter && units.Codes[i] <= char.MaxValue)
            {
                word.Add((char)units.Codes[i]);
                continue;
            }

            AddWord(words, word);
            if (i > 0 && i < units.Count && units.Kinds[i] == UnitKind.Han && units.Kinds[i - 1] == UnitKind.Han)
            {
                AddPair(words, units.Codes[i - 1], units.Codes[i]);
            }
        }

        return new Likeness(words);
    }

    /// <summary>The numbers by which texts that are alike are found; none where there is too little to go by.</summary>
    public IReadOnlyList<int> Bands() =>
        _words.Count < FewestWords ? [] : [.. Enumerable.Range(0, Numbers).Select(Band)];

    /// <summary>0 where no word is shared, 1 where all are.</summary>
    public double To(Likeness other)
    {
        var shared = _words.Count(other._words.Contains);
        return shared == 0 ? 0 : (double)shared / (_words.Count + other._words.Count - shared);
    }

    private int Band(int number)
    {
        var both = StableHash.Add(Smallest(2 * number), Smallest((2 * number) + 1));
        return unchecked((int)StableHash.Add(both, (ulong)number));
    }

    private ulong Smallest(int order) =>
        _words.Min(word => unchecked(BitOperations.RotateLeft(word ^ Orders[order], 29) * Orders[order]));

    private static void AddWord(HashSet<ulong> words, List<char> word)
    {
        var text = new string([.. word]);
        word.Clear();
        if (text.Length >= ShortestWord && !Everywhere.Contains(text))
        {
            words.Add(StableHash.Of(text));
        }
    }

    private static void AddPair(HashSet<ulong> words, int first, int second)
    {
        if (!EverywhereInChinese.Contains(first) && !EverywhereInChinese.Contains(second))
        {
            words.Add(StableHash.Add(StableHash.Add(1, (ulong)first), (ulong)second));
        }
    }
}
