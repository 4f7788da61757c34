using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>What words and phrases mean for triage: "dreadful" is bad, "money back" a refund. One for each language.</summary>
/// <remarks>
/// Knowledge that no number of training texts holds. Terms are normalised as texts are and kept as hashes of their atoms.
/// </remarks>
public sealed class Lexicon
{
    private const string NegationName = "negation";

    // Open addressing over a power of two; the key zero means free.
    private readonly ulong[] _keys;
    private readonly Meanings[] _meanings;
    private readonly int _mask;

    internal Lexicon(IReadOnlyList<string> classes, IReadOnlyList<KeyValuePair<ulong, Meanings>> entries)
    {
        Classes = classes;
        Entries = entries;
        Negation = NumberOf(NegationName);
        var size = 16;
        while (size < entries.Count * 3)
        {
            size *= 2;
        }

        _mask = size - 1;
        _keys = new ulong[size];
        _meanings = new Meanings[size];
        foreach (var (key, meanings) in entries)
        {
            var at = (int)(key >> 40) & _mask;
            while (_keys[at] != 0)
            {
                at = (at + 1) & _mask;
            }

            (_keys[at], _meanings[at]) = (key, meanings);
        }
    }

    public static Lexicon Empty { get; } = new([], []);

    /// <summary>Names of the classes in the order of their numbers, which begin at 1.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>Terms and beginnings of terms by hash, in order; a mere beginning has no meanings.</summary>
    internal IReadOnlyList<KeyValuePair<ulong, Meanings>> Entries { get; }

    internal bool IsEmpty => Entries.Count == 0;

    /// <summary>The number of the class that turns round what follows it; 0 where there is none.</summary>
    internal byte Negation { get; }

    /// <summary>Reads lines of <c>term TAB class,class...</c>; empty lines are passed over.</summary>
    /// <exception cref="FormatException">A line is no such line; the message names it by number.</exception>
    public static Lexicon Parse(TextReader lines)
    {
        var terms = new List<(string Term, string[] Classes)>();
        for (var number = 1; lines.ReadLine() is { } line; number++)
        {
            if (line.Length > 0)
            {
                var parts = line.Split('\t');
                if (parts.Length != 2 || parts[0].Length == 0 || parts[1].Length == 0)
                {
                    throw new FormatException($"Line {number} of the lexicon is not a term, a tab and its classes.");
                }

                terms.Add((parts[0], parts[1].Split(',')));
            }
        }

        return Build(terms);
    }

    /// <summary>How many atoms the longest term covers that begins with the first of <paramref name="atoms"/>; 0: none does.</summary>
    internal int LongestTerm(ReadOnlySpan<FeatureExtractor.Atom> atoms, out Meanings meanings, out ulong hash)
    {
        var length = 0;
        meanings = default;
        hash = 0;
        var soFar = FeatureExtractor.AtomSeed;
        for (var i = 0; i < atoms.Length; i++)
        {
            soFar = StableHash.Add(soFar, atoms[i].Hash);
            if (!TryGet(soFar, out var known))
            {
                break;
            }

            if (known.Packed != 0)
            {
                (length, meanings, hash) = (i + 1, known, soFar);
            }
        }

        return length;
    }

    private bool TryGet(ulong key, out Meanings meanings)
    {
        var at = (int)(key >> 40) & _mask;
        while (_keys[at] is var known and not 0)
        {
            if (known == key)
            {
                meanings = _meanings[at];
                return true;
            }

            at = (at + 1) & _mask;
        }

        meanings = default;
        return false;
    }

    private byte NumberOf(string name)
    {
        for (var i = 0; i < Classes.Count; i++)
        {
            if (Classes[i] == name)
            {
                return (byte)(i + 1);
            }
        }

        return 0;
    }

    private static Lexicon Build(List<(string Term, string[] Classes)> terms)
    {
        var classes = terms.SelectMany(term => term.Classes).Distinct().Order(StringComparer.Ordinal).ToList();
        if (classes.Count > Meanings.Highest)
        {
            throw new FormatException($"A lexicon has at most {Meanings.Highest} classes; this has {classes.Count}.");
        }

        var units = new TextUnits();
        var extractor = new FeatureExtractor();
        var entries = new SortedDictionary<ulong, Meanings>();
        foreach (var (term, names) in terms)
        {
            var hash = FeatureExtractor.AtomSeed;
            foreach (var atom in extractor.AtomsOf(term, units))
            {
                hash = StableHash.Add(hash, atom.Hash);
                entries[hash] = entries.GetValueOrDefault(hash);
            }

            foreach (var name in names)
            {
                entries[hash] = entries[hash].With((byte)(classes.IndexOf(name) + 1));
            }
        }

        return new Lexicon(classes, [.. entries]);
    }
}
