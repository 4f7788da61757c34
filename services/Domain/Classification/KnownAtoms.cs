using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TriageMesh.Domain.Classification;

/// <summary>What a model knows of single atoms, kept from text to text. Not shared between threads.</summary>
/// <remarks>
/// Most atoms of a text have been met before. Which symbol an atom is, what it means and what its characters add (see
/// <see cref="TermFrequency"/>) does not depend on those beside it, so it is worked out once and kept in one line of the
/// processor's cache; an atom that needs the place of another takes it.
/// </remarks>
internal sealed unsafe class KnownAtoms
{
    // Two lines a set, so that two atoms that meet in one do not drive each other out.
    private const int SetBits = 14;
    private const int LinesOfSet = 2;
    private const int LineSize = 64;

    private readonly CharacterGrams _grams = new();
    private readonly Line[] _memory = GC.AllocateArray<Line>((LinesOfSet << SetBits) + 1, pinned: true);
    private readonly Line* _lines;
    private readonly float _unknown;
    private readonly int[] _symbols = new int[Symbols.MostAtoms];
    private int _count;
    private Vector128<float> _sum;
    private float _squares;

    public KnownAtoms(LanguageModel model)
    {
        Model = model;
        _unknown = InverseFrequency.OfUnknown(model.Figures.Texts);
        var start = (nuint)Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        _lines = (Line*)((start + LineSize - 1) & ~(nuint)(LineSize - 1));
    }

    public LanguageModel Model { get; }

    /// <summary>The number of the symbol of each atom of the text last read, as far as the convolution sees it.</summary>
    public ReadOnlySpan<int> Numbers => _symbols.AsSpan(0, _count);

    /// <summary>Looks up the atoms of a text.</summary>
    /// <param name="atoms">The atoms.</param>
    /// <param name="codes">The units that they cover.</param>
    /// <param name="beginnings">Takes what the lexicon says of each.</param>
    public void Read(ReadOnlySpan<FeatureExtractor.Atom> atoms, ReadOnlySpan<int> codes, Span<Beginning> beginnings)
    {
        Fetch(atoms);
        (_sum, _squares) = (Vector128<float>.Zero, 0);
        beginnings = beginnings[..atoms.Length];
        var i = 0;
        while ((i = ReadMet(atoms, i, beginnings)) < atoms.Length)
        {
            // The one that came later moves to the second line; what stood there is forgotten.
            var line = SetOf(atoms[i].Hash);
            line[1] = *line;
            *line = Work(atoms[i], codes[atoms[i].From..atoms[i].To]);
        }

        _count = Math.Min(atoms.Length, _symbols.Length);
        Model.Convolution.Fetch(Numbers);
    }

    /// <summary>Reads on from an atom up to the first that has not been met, and says which that is.</summary>
    /// <remarks>It calls nothing, so that the sums stay in registers.</remarks>
    private int ReadMet(ReadOnlySpan<FeatureExtractor.Atom> atoms, int from, Span<Beginning> beginnings)
    {
        var (sum, squares) = (_sum, _squares);
        var symbols = _symbols;
        var i = from;
        for (; i < beginnings.Length && i < atoms.Length; i++)
        {
            var hash = atoms[i].Hash;
            var line = SetOf(hash);
            if (line->Atom != hash && (++line)->Atom != hash)
            {
                break;
            }

            beginnings[i] = line->Beginning;
            sum += line->Characters;
            squares += line->Squares;
            if (i < symbols.Length)
            {
                symbols[i] = line->Symbol;
            }
        }

        (_sum, _squares) = (sum, squares);
        return i;
    }

    /// <summary>The label scores of the characters of all words, each as long as the recipe wants all of them together to be.</summary>
    /// <param name="scale">What a character row that occurs once is multiplied by.</param>
    public Vector128<float> Characters(out float scale)
    {
        scale = _squares > 0 ? Model.Recipe.CharacterShare / MathF.Sqrt(_squares) : 0;
        return _sum * scale;
    }

    private void Fetch(ReadOnlySpan<FeatureExtractor.Atom> atoms)
    {
        if (Sse.IsSupported)
        {
            var lexicon = Model.Lexicon;
            foreach (ref readonly var atom in atoms)
            {
                Sse.Prefetch0(SetOf(atom.Hash));
                Sse.Prefetch0(SetOf(atom.Hash) + 1);
                lexicon.Fetch(atom.Pair);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Line* SetOf(ulong atom) => _lines + (LinesOfSet * (atom >> (64 - SetBits)));

    private Line Work(FeatureExtractor.Atom atom, ReadOnlySpan<int> codes)
    {
        var line = new Line
        {
            Atom = atom.Hash,
            Beginning = Model.Lexicon.BeginningWith(atom.Hash),
            Symbol = Model.Convolution.NumberOf(atom.Hash),
        };
        if (!atom.IsWord || Model.Recipe.CharactersFrom == 0)
        {
            return line;
        }

        var unknown = BitConverter.SingleToUInt32Bits(_unknown);
        var weights = Model.Weights;
        foreach (var gram in _grams.Of(codes, Model.Recipe))
        {
            var place = weights.PlaceOf(gram.Slot);
            var packed = weights.At(place);
            var value = PackedWeights.Rarity(packed, place, unknown);
            line.Squares += value * value;
            line.Characters += PackedWeights.Steps4(packed) * (value * PackedWeights.Scale(packed));
        }

        return line;
    }

    [StructLayout(LayoutKind.Sequential, Size = LineSize)]
    private struct Line
    {
        public Vector128<float> Characters;
        public ulong Atom;
        public Beginning Beginning;
        public float Squares;
        public int Symbol;
    }
}
