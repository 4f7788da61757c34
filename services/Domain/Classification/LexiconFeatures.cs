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

        for (var i = 0; i < _count; i++)
        {
            foreach (var meaning in _hits[i].Meanings)
            {
                AddFollowers(i, meaning, atoms, recipe, bag);
                if (_hits[i].IsTerm)
                {
                    AddSurroundings(_hits[i], meaning, atoms, recipe, bag);
                }
            }

            if (recipe.TermPairs && i + 1 < _count)
            {
                var hash = StableHash.Add(StableHash.Add(TermPair, _hits[i].Hash), _hits[i + 1].Hash);
                AddFeature(hash, atoms[_hits[i].First], atoms[_hits[i + 1].End - 1], recipe, bag);
            }
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
        AddHit(new Hit(new Meanings(Sign.Start), clause, 0, 1, IsTerm: false, atoms[0].Hash));
        var i = 1;
        while (i < atoms.Length - 1)
        {
            var length = lexicon.LongestTerm(atoms[i..^1], beginnings[i], out var meanings, out var hash);
            if (length > 0)
            {
                var negated = i < negatedUntil;
                if (meanings.Contains(lexicon.Negation))
                {
                    negatedUntil = i + length + negationReach;
                }

                AddHit(new Hit(negated ? meanings.Negated : meanings, clause, i, i + length, IsTerm: true, hash));
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
                AddHit(new Hit(new Meanings(sign), clause, i, i + 1, IsTerm: false, atoms[i].Hash));
            }

            i++;
        }

        AddHit(new Hit(new Meanings(Sign.End), clause + 1, i, i + 1, IsTerm: false, atoms[i].Hash));
    }

    /// <summary>The meaning alone, and with those of the next term or sign and the one after that.</summary>
    private void AddFollowers(
        int at,
        byte meaning,
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        FeatureRecipe recipe,
        FeatureBag bag
    )
    {
        var first = atoms[_hits[at].First];
        AddFeature(StableHash.Add(Single, meaning), first, atoms[_hits[at].End - 1], recipe, bag);
        for (var distance = 1; distance <= 2 && at + distance < _count; distance++)
        {
            var next = _hits[at + distance];
            var hash = StableHash.Add(distance == 1 ? Pair : SkipPair, meaning);
            foreach (var other in next.Meanings)
            {
                AddFeature(StableHash.Add(hash, other), first, atoms[next.End - 1], recipe, bag);
            }
        }
    }

    /// <summary>The meaning with the word before and the word after the term, and with its place in the text.</summary>
    private void AddSurroundings(
        in Hit hit,
        byte meaning,
        ReadOnlySpan<FeatureExtractor.Atom> atoms,
        FeatureRecipe recipe,
        FeatureBag bag
    )
    {
        var (first, last) = (atoms[hit.First], atoms[hit.End - 1]);
        var (before, after) = (atoms[hit.First - 1], atoms[hit.End]);
        AddFeature(StableHash.Add(StableHash.Add(WordBefore, before.Hash), meaning), before, last, recipe, bag);
        AddFeature(StableHash.Add(StableHash.Add(WordAfter, after.Hash), meaning), first, after, recipe, bag);
        if (hit.Clause == 0)
        {
            AddFeature(StableHash.Add(FirstClause, meaning), first, last, recipe, bag);
        }

        if (hit.Clause >= _hits[_count - 1].Clause - 1)
        {
            AddFeature(StableHash.Add(LastClause, meaning), first, last, recipe, bag);
        }
    }

    private static void AddFeature(
        ulong hash,
        in FeatureExtractor.Atom first,
        in FeatureExtractor.Atom last,
        FeatureRecipe recipe,
        FeatureBag bag
    ) => bag.Add(StableHash.Slot(hash, recipe.HashBits), first.From, last.To);

    private void AddHit(in Hit hit)
    {
        if (_count == _hits.Length)
        {
            Array.Resize(ref _hits, _count * 2);
        }

        _hits[_count++] = hit;
    }

    /// <summary>A term of the lexicon or a telling sign; the atoms it covers, the last one left out.</summary>
    public readonly record struct Hit(Meanings Meanings, int Clause, int First, int End, bool IsTerm, ulong Hash);

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
