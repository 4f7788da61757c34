using System.Runtime.CompilerServices;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Reads a text as a row of meanings (a food, but, late, a refund) and makes features of what follows what.</summary>
/// <remarks>Reused from text to text; not shared between threads.</remarks>
internal sealed class LexiconFeatures
{
    private const ulong Single = 0x3F84D5B5B5470917;
    private const ulong Pair = 0x9216D5D98979FB1B;
    private const ulong SkipPair = 0xD1310BA698DFB5AC;
    private const ulong WordBefore = 0xB8E1AFED6A267E96;
    private const ulong WordAfter = 0xBA7C9045F12C7F99;
    private const ulong LastClause = 0x24A19947B3916CF7;
    private const ulong FirstClause = 0x0801F2E2858EFC16;
    private const ulong TermPair = 0x718BCD5882154AEE;

    // Of each of four meanings: itself, with four of the next and four of the one after that, and four surroundings; a pair.
    private const int MostOfHit = (4 * (1 + 4 + 4 + 4)) + 1;

    private Hit[] _hits = new Hit[256];
    private int _count;

    /// <summary>Terms and telling signs in the order of the text; the first and the last stand for its boundaries.</summary>
    public ReadOnlySpan<Hit> Hits => _hits.AsSpan(0, _count);

    /// <summary>How many terms of the lexicon the text last read has.</summary>
    public int Terms { get; private set; }

    public void Add(
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        ReadOnlySpan<Beginning> beginnings,
        TextUnits units,
        Lexicon lexicon,
        FeatureRecipe recipe,
        FeatureBag bag
    )
    {
        Find(atoms, beginnings, units, lexicon, recipe.NegationReach);
        if (lexicon.IsEmpty)
        {
            return;
        }

        var bits = recipe.HashBits;
        for (var i = 0; i < _count; i++)
        {
            var room = bag.Room(MostOfHit);
            var count = 0;
            ref readonly var hit = ref _hits[i];
            foreach (var meaning in hit.Meanings)
            {
                count = AddFollowers(i, meaning, atoms, bits, room, count);
                if (hit.IsTerm)
                {
                    count = AddSurroundings(in hit, meaning, atoms, bits, room, count);
                }
            }

            if (recipe.TermPairs && i + 1 < _count)
            {
                ref readonly var next = ref _hits[i + 1];
                var hash = StableHash.Add(StableHash.Add(TermPair, hit.Hash), next.Hash);
                room[count++] = new(StableHash.Slot(hash, bits), atoms[hit.First].From, atoms[next.End - 1].To);
            }

            bag.Take(count);
        }
    }

    /// <summary>Finds the terms and the telling signs of a text.</summary>
    public void Find(
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        ReadOnlySpan<Beginning> beginnings,
        TextUnits units,
        Lexicon lexicon,
        int negationReach
    )
    {
        _count = 0;
        Terms = 0;
        var clause = 0;
        var negatedUntil = 0;
        AddHit(new Meanings(Sign.Start), clause, 0, 1, isTerm: false, atoms[0].Hash);
        var i = 1;
        while (i < atoms.Length - 1)
        {
            if (lexicon.LongestTerm(atoms[i..^1], beginnings[i], out var meanings, out var hash) is var length and > 0)
            {
                var negated = i < negatedUntil;
                if (meanings.Contains(lexicon.Negation))
                {
                    negatedUntil = i + length + negationReach;
                }

                AddHit(negated ? meanings.Negated : meanings, clause, i, i + length, isTerm: true, hash);
                Terms++;
                i += length;
                continue;
            }

            var sign = Sign.Of(units.Codes[atoms[i].From], units.Kinds[atoms[i].From]);
            if (Sign.EndsClause(sign))
            {
                negatedUntil = 0;
                clause++;
            }

            if (sign != 0)
            {
                AddHit(new Meanings(sign), clause, i, i + 1, isTerm: false, atoms[i].Hash);
            }

            i++;
        }

        AddHit(new Meanings(Sign.End), clause + 1, i, i + 1, isTerm: false, atoms[i].Hash);
    }

    /// <summary>The meaning alone, and with those of the next term or sign and the one after that.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AddFollowers(
        int at,
        byte meaning,
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        int bits,
        Span<FeatureBag.Occurrence> room,
        int count
    )
    {
        var hits = Hits[at..];
        var from = atoms[hits[0].First].From;
        room[count++] = new(StableHash.Slot(StableHash.Add(Single, meaning), bits), from, atoms[hits[0].End - 1].To);
        for (var distance = 1; distance <= 2 && distance < hits.Length; distance++)
        {
            ref readonly var next = ref hits[distance];
            var hash = StableHash.Add(distance == 1 ? Pair : SkipPair, meaning);
            var to = atoms[next.End - 1].To;
            foreach (var other in next.Meanings)
            {
                room[count++] = new(StableHash.Slot(StableHash.Add(hash, other), bits), from, to);
            }
        }

        return count;
    }

    /// <summary>The meaning with the word before and the word after the term, and with its place in the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int AddSurroundings(
        in Hit hit,
        byte meaning,
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        int bits,
        Span<FeatureBag.Occurrence> room,
        int count
    )
    {
        ref readonly var before = ref atoms[hit.First - 1];
        ref readonly var after = ref atoms[hit.End];
        var (from, to) = (atoms[hit.First].From, atoms[hit.End - 1].To);
        var hash = StableHash.Add(StableHash.Add(WordBefore, before.Hash), meaning);
        room[count++] = new(StableHash.Slot(hash, bits), before.From, to);
        hash = StableHash.Add(StableHash.Add(WordAfter, after.Hash), meaning);
        room[count++] = new(StableHash.Slot(hash, bits), from, after.To);
        if (hit.Clause == 0)
        {
            room[count++] = new(StableHash.Slot(StableHash.Add(FirstClause, meaning), bits), from, to);
        }

        if (hit.Clause >= _hits[_count - 1].Clause - 1)
        {
            room[count++] = new(StableHash.Slot(StableHash.Add(LastClause, meaning), bits), from, to);
        }

        return count;
    }

    private void AddHit(Meanings meanings, int clause, int first, int end, bool isTerm, ulong hash)
    {
        if (_count == _hits.Length)
        {
            Array.Resize(ref _hits, _count * 2);
        }

        ref var hit = ref _hits[_count++];
        hit.Meanings = meanings;
        hit.Clause = clause;
        hit.First = first;
        hit.End = end;
        hit.IsTerm = isTerm;
        hit.Hash = hash;
    }

    /// <summary>A term of the lexicon or a telling sign; the atoms it covers, the last one left out.</summary>
    /// <remarks>Written field by field, as <see cref="FeatureExtractor.Atom"/> is.</remarks>
    public struct Hit
    {
        public Meanings Meanings;
        public int Clause;
        public int First;
        public int End;
        public bool IsTerm;
        public ulong Hash;
    }

    /// <summary>Signs that mean something without a lexicon. Their numbers lie above those of a lexicon's classes.</summary>
    private static class Sign
    {
        public const byte Start = 110;
        public const byte End = 111;
        private const byte Question = 112;
        private const byte Exclamation = 113;
        private const byte Wave = 114;
        private const byte Stop = 115;
        private const byte Handle = 116;
        private const byte Link = 117;
        private const byte Number = 118;
        private const byte Tag = 120;

        public static bool EndsClause(byte sign) => sign is Question or Exclamation or Wave or Stop;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static byte Of(int code, UnitKind kind) =>
            kind switch
            {
                UnitKind.Placeholder when code == Placeholder.Handle => Handle,
                UnitKind.Placeholder when code == Placeholder.Link => Link,
                UnitKind.Placeholder or UnitKind.Digit => Number,
                UnitKind.Punctuation => code switch
                {
                    '?' => Question,
                    '!' => Exclamation,
                    '.' or '\u3002' or ',' or ';' or ':' or '\u3001' => Stop,
                    '~' => Wave,
                    '#' => Tag,
                    _ => 0,
                },
                _ => 0,
            };
    }
}
