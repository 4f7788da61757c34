using System.Runtime.CompilerServices;
using TriageMesh.Domain.Text;

namespace TriageMesh.Domain.Classification;

/// <summary>Turns a normalised text into hashed n-grams. Reused from text to text; not shared between threads.</summary>
internal sealed class FeatureExtractor
{
    // One seed for each kind of feature, so that the word "a" and the letter "a" are different ones.
    internal const ulong AtomSeed = 0x243F6A8885A308D3;
    private const ulong SkipSeed = 0xA4093822299F31D0;
    private const ulong StartAtom = 0x082EFA98EC4E6C89;
    private const ulong EndAtom = 0x452821E638D01377;

    private Atom[] _atoms = new Atom[512];
    private Beginning[] _beginnings = new Beginning[512];
    private int _count;
    private readonly CharacterGrams _characters = new();

    public FeatureBag Bag { get; } = new();

    public LexiconFeatures Meanings { get; } = new();

    /// <summary>The atoms of the text last read; the first and the last stand for its boundaries.</summary>
    public ReadOnlySpan<Atom> Atoms => _atoms.AsSpan(0, _count);

    /// <summary>The atoms of a term, without the boundaries.</summary>
    public ReadOnlySpan<Atom> AtomsOf(string term, TextUnits units)
    {
        TextNormaliser.Read(term, units);
        SplitAtoms(units);
        return Atoms[1..^1];
    }

    /// <summary>The atoms and what they mean; <see cref="ReadCharacters"/> may follow.</summary>
    public void Read(TextUnits units, FeatureRecipe recipe, Lexicon lexicon)
    {
        SplitAtoms(units);
        FindBeginnings(lexicon);
        AddFeatures(units, recipe, lexicon);
    }

    /// <summary>The same, by what a thread knows of the atoms.</summary>
    public void Read(TextUnits units, KnownAtoms known)
    {
        SplitAtoms(units);
        known.Read(Atoms, units.Codes, _beginnings);
        AddFeatures(units, known.Model.Recipe, known.Model.Lexicon);
    }

    /// <summary>The characters inside the words of the text last read, which only training and explaining want one by one.</summary>
    public void ReadCharacters(TextUnits units, FeatureRecipe recipe)
    {
        foreach (ref readonly var atom in Atoms)
        {
            if (atom.IsWord && recipe.CharactersFrom > 0)
            {
                foreach (var gram in _characters.Of(units.Codes[atom.From..atom.To], recipe))
                {
                    Bag.Add(gram.Slot, atom.From + gram.From, atom.From + gram.To);
                }
            }
        }

        Bag.CloseView();
    }

    /// <summary>Reads atoms and meanings, and makes no features of them.</summary>
    public void ReadMeanings(TextUnits units, Lexicon lexicon, FeatureRecipe recipe)
    {
        SplitAtoms(units);
        FindBeginnings(lexicon);
        Meanings.Find(Atoms, _beginnings, units, lexicon, recipe.NegationReach);
    }

    private void AddFeatures(TextUnits units, FeatureRecipe recipe, Lexicon lexicon)
    {
        Bag.Clear();
        AddAtomGrams(recipe);
        Bag.CloseView();
        Meanings.Add(Atoms, _beginnings, units, lexicon, recipe, Bag);
        Bag.CloseView();
    }

    private void FindBeginnings(Lexicon lexicon)
    {
        for (var i = 0; i < _count; i++)
        {
            _beginnings[i] = lexicon.BeginningWith(_atoms[i].Hash);
        }
    }

    private void SplitAtoms(TextUnits units)
    {
        _count = 0;
        var kinds = units.Kinds;
        var codes = units.Codes;
        MakeRoom(kinds.Length + 2);
        AddAtom(StartAtom, 0, 0, isWord: false);
        var i = 0;
        while (i < kinds.Length)
        {
            var from = i;
            ulong hash;
            var isWord = IsWordPart(kinds[i]);
            if (isWord)
            {
                i = ReadWord(units, i, out hash);
            }
            else if (kinds[i++] == UnitKind.Space)
            {
                continue;
            }
            else
            {
                hash = StableHash.Add(AtomSeed, (uint)codes[from]);
            }

            AddAtom(hash, from, i, isWord);
        }

        AddAtom(EndAtom, i, i, isWord: false);
    }

    /// <summary>Where the word that begins at a unit ends.</summary>
    private static int ReadWord(TextUnits units, int at, out ulong hash)
    {
        var kinds = units.Kinds;
        var codes = units.Codes;
        // A local: what is given back would be written to memory with every letter.
        var soFar = AtomSeed;
        while (true)
        {
            var parts = units.WordParts(at);
            foreach (var code in codes.Slice(at, parts))
            {
                soFar = StableHash.Add(soFar, (uint)code);
            }

            at += parts;
            if (parts == TextUnits.Stride)
            {
                continue;
            }

            if (at == kinds.Length || !IsApostropheInside(codes, kinds, at))
            {
                hash = soFar;
                return at;
            }

            soFar = StableHash.Add(soFar, (uint)codes[at++]);
        }
    }

    private static bool IsWordPart(UnitKind kind) => kind is UnitKind.Letter or UnitKind.Digit;

    private static bool IsApostropheInside(ReadOnlySpan<int> codes, ReadOnlySpan<UnitKind> kinds, int at) =>
        codes[at] == '\'' && at + 1 < kinds.Length && IsWordPart(kinds[at + 1]);

    private void MakeRoom(int atoms)
    {
        if (_atoms.Length < atoms)
        {
            _atoms = new Atom[atoms * 2];
            _beginnings = new Beginning[atoms * 2];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddAtom(ulong hash, int from, int to, bool isWord)
    {
        var at = _count;
        if (at > 0)
        {
            ref var before = ref _atoms[at - 1];
            before.Pair = StableHash.Add(StableHash.Add(AtomSeed, before.Hash), hash);
        }

        ref var atom = ref _atoms[at];
        atom.Hash = hash;
        atom.Pair = 0;
        atom.From = from;
        atom.To = to;
        atom.IsWord = isWord;
        _count = at + 1;
    }

    private void AddAtomGrams(FeatureRecipe recipe)
    {
        var atoms = Atoms;
        var bits = recipe.HashBits;
        var first = recipe.Boundaries ? 0 : 1;
        var end = recipe.Boundaries ? atoms.Length : atoms.Length - 1;
        var room = Bag.Room(atoms.Length * (recipe.AtomGrams + 1));
        var count = 0;
        for (var i = first; i < end; i++)
        {
            ref readonly var atom = ref atoms[i];
            // A boundary alone says nothing.
            if (i > 0 && i < atoms.Length - 1)
            {
                var hash = StableHash.Add(AtomSeed, atom.Hash);
                room[count++] = new(StableHash.Slot(hash, bits), atom.From, atom.To);
            }

            if (recipe.AtomGrams > 1 && i + 1 < end)
            {
                room[count++] = new(StableHash.Slot(atom.Pair, bits), atom.From, atoms[i + 1].To);
            }

            var longer = atom.Pair;
            for (var n = 3; n <= recipe.AtomGrams && i + n <= end; n++)
            {
                longer = StableHash.Add(longer, atoms[i + n - 1].Hash);
                room[count++] = new(StableHash.Slot(longer, bits), atom.From, atoms[i + n - 1].To);
            }

            if (recipe.SkipPairs && i + 2 < end)
            {
                var hash = StableHash.Add(StableHash.Add(SkipSeed, atom.Hash), atoms[i + 2].Hash);
                room[count++] = new(StableHash.Slot(hash, bits), atom.From, atoms[i + 2].To);
            }
        }

        Bag.Take(count);
    }

    /// <summary>A word, Han character, sign ... and the units it covers, the last one left out.</summary>
    /// <remarks>Written field by field: as a whole it would be put together elsewhere and copied.</remarks>
    public struct Atom
    {
        public ulong Hash;

        /// <summary>The hash of this atom and the next, as a term has it and as a feature has it.</summary>
        public ulong Pair;

        public int From;
        public int To;
        public bool IsWord;
    }
}
