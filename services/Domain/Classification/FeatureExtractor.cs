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
        AddAtom(new Atom(StartAtom, 0, 0, IsWord: false));
        var kinds = units.Kinds;
        var codes = units.Codes;
        var i = 0;
        while (i < kinds.Length)
        {
            var from = i;
            var hash = StableHash.Add(AtomSeed, (uint)codes[i]);
            var isWord = IsWordPart(kinds[i]);
            i++;
            if (isWord)
            {
                while (i < kinds.Length && (IsWordPart(kinds[i]) || IsApostropheInside(codes, kinds, i)))
                {
                    hash = StableHash.Add(hash, (uint)codes[i++]);
                }
            }
            else if (kinds[from] == UnitKind.Space)
            {
                continue;
            }

            AddAtom(new Atom(hash, from, i, isWord));
        }

        AddAtom(new Atom(EndAtom, i, i, IsWord: false));
    }

    private static bool IsWordPart(UnitKind kind) => kind is UnitKind.Letter or UnitKind.Digit;

    private static bool IsApostropheInside(ReadOnlySpan<int> codes, ReadOnlySpan<UnitKind> kinds, int at) =>
        codes[at] == '\'' && at + 1 < kinds.Length && IsWordPart(kinds[at + 1]);

    private void AddAtom(Atom atom)
    {
        if (_count == _atoms.Length)
        {
            Array.Resize(ref _atoms, _count * 2);
            Array.Resize(ref _beginnings, _count * 2);
        }

        _atoms[_count++] = atom;
    }

    private void AddAtomGrams(FeatureRecipe recipe)
    {
        var atoms = Atoms;
        var first = recipe.Boundaries ? 0 : 1;
        var end = recipe.Boundaries ? atoms.Length : atoms.Length - 1;
        for (var i = first; i < end; i++)
        {
            var hash = AtomSeed;
            for (var n = 1; n <= recipe.AtomGrams && i + n <= end; n++)
            {
                hash = StableHash.Add(hash, atoms[i + n - 1].Hash);
                // A boundary alone says nothing.
                if (n > 1 || (i > 0 && i < atoms.Length - 1))
                {
                    Bag.Add(StableHash.Slot(hash, recipe.HashBits), atoms[i].From, atoms[i + n - 1].To);
                }
            }

            if (recipe.SkipPairs && i + 2 < end)
            {
                hash = StableHash.Add(StableHash.Add(SkipSeed, atoms[i].Hash), atoms[i + 2].Hash);
                Bag.Add(StableHash.Slot(hash, recipe.HashBits), atoms[i].From, atoms[i + 2].To);
            }
        }
    }

    /// <summary>A word, Han character, sign ... and the units it covers, the last one left out.</summary>
    public readonly record struct Atom(ulong Hash, int From, int To, bool IsWord);
}
