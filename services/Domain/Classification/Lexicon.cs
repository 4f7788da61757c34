using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>What words and phrases mean for triage: "dreadful" is bad, "money back" a refund. One for each language.</summary>
/// <remarks>
/// Knowledge that no number of training texts holds. Terms are normalised as texts are and kept as hashes of their atoms.
/// </remarks>
public sealed class Lexicon
{
    private const string NegationName = "negation";
    private const int PlaceShift = 40;
    private const int FirstBitShift = 34;
    private const int SecondBitShift = 28;

    // Open addressing over a power of two: above, half of the key (the place tells of the other half); below, its meanings.
    private readonly ulong[] _table;
    private readonly int _mask;

    // Two bits for each hash that may be an entry: most words are none, and this is small enough to stay in the nearest cache.
    private readonly ulong[] _filter;
    private readonly int _filterMask;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Lexicon(IReadOnlyList<string> classes, KeyValuePair<ulong, Meanings>[] entries)
    {
        Classes = classes;
        Entries = entries;
        Negation = NumberOf(NegationName);
        var size = 64;
        while (size < entries.Length * 2)
        {
            size *= 2;
        }

        _mask = size - 1;
        _table = new ulong[size];
        _filter = new ulong[size * 4 / 64];
        _filterMask = _filter.Length - 1;
        foreach (var (key, meanings) in entries)
        {
            var at = (int)(key >> PlaceShift) & _mask;
            while (_table[at] != 0)
            {
                at = (at + 1) & _mask;
            }

            _table[at] = (CheckOf(key) << 32) | meanings.Packed;
            _filter[FilterPlace(key)] |= FilterBits(key);
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

    /// <summary>What is known of the terms that begin with an atom.</summary>
    internal Beginning BeginningWith(ulong atom) =>
        TryGet(StableHash.Add(FeatureExtractor.AtomSeed, atom), out var meanings)
            ? new Beginning(true, meanings)
            : default;

    /// <summary>How many atoms the longest term covers that begins with the first of <paramref name="atoms"/>; 0: none does.</summary>
    /// <param name="atoms">The text from there.</param>
    /// <param name="beginning">What is known of the first atom.</param>
    /// <param name="meanings">What the term means.</param>
    /// <param name="hash">What tells it from other terms.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int LongestTerm(
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        Beginning beginning,
        out Meanings meanings,
        out ulong hash
    )
    {
        meanings = beginning.Alone;
        hash = StableHash.Add(FeatureExtractor.AtomSeed, atoms[0].Hash);
        var alone = meanings.Packed == 0 ? 0 : 1;
        // Most terms go no further, which one look tells.
        return beginning.IsAny && atoms.Length > 1 && MayBeEntry(atoms[0].Pair)
            ? LongerTerm(atoms, alone, ref meanings, ref hash)
            : alone;
    }

    private int LongerTerm(ReadOnlySpan<FeatureExtractor.Atom> atoms, int length, ref Meanings meanings, ref ulong hash)
    {
        var soFar = atoms[0].Pair;
        for (var i = 1; TryGet(soFar, out var known); )
        {
            i++;
            if (known.Packed != 0)
            {
                (length, meanings, hash) = (i, known, soFar);
            }

            if (i == atoms.Length)
            {
                break;
            }

            soFar = StableHash.Add(soFar, atoms[i].Hash);
        }

        return length;
    }

    /// <summary>Asks for what is known of a row of atoms before it is needed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void Fetch(ulong key)
    {
        if (Sse.IsSupported)
        {
            // An address that is no longer the array's does no harm: nothing is read from it.
            Sse.Prefetch0(
                Unsafe.AsPointer(
                    ref Unsafe.Add(
                        ref MemoryMarshal.GetArrayDataReference(_table),
                        unchecked((int)(key >> PlaceShift) & _mask)
                    )
                )
            );
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryGet(ulong key, out Meanings meanings)
    {
        unchecked
        {
            if (!MayBeEntry(key))
            {
                meanings = default;
                return false;
            }

            var check = CheckOf(key);
            var at = (int)(key >> PlaceShift) & _mask;
            while (_table[at] is var entry and not 0)
            {
                if (entry >> 32 == check)
                {
                    meanings = new Meanings((uint)entry);
                    return true;
                }

                at = (at + 1) & _mask;
            }
        }

        meanings = default;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int FilterPlace(ulong key) => unchecked((int)(key >> PlaceShift) & _filterMask);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool MayBeEntry(ulong key) => (~_filter[FilterPlace(key)] & FilterBits(key)) == 0;

    /// <summary>Two of the 64 bits at that place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FilterBits(ulong key) =>
        unchecked((1UL << (int)(key >> FirstBitShift)) | (1UL << (int)(key >> SecondBitShift)));

    // Never 0, so that no entry looks like an empty place.
    private static ulong CheckOf(ulong key) => unchecked((uint)key) | 1UL;

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

/// <summary>What a lexicon knows of an atom: whether terms begin with it, and what it means alone.</summary>
internal readonly record struct Beginning(bool IsAny, Meanings Alone);
