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
    private const int SetBits = 13;
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
        var sum = Vector128<float>.Zero;
        var squares = 0f;
        var symbols = _symbols;
        for (var i = 0; i < atoms.Length && i < beginnings.Length; i++)
        {
            ref readonly var atom = ref atoms[i];
            var line = SetOf(atom.Hash);
            if (line->Atom != atom.Hash && (++line)->Atom != atom.Hash)
            {
                // The one that came later moves to the second line; what stood there is forgotten.
                *line = line[-1];
                *--line = Work(atom, codes[atom.From..atom.To]);
            }

            beginnings[i] = line->Beginning;
            sum += line->Characters;
            squares += line->Squares;
            if (i < symbols.Length)
            {
                symbols[i] = line->Symbol;
                Model.Convolution.Fetch(line->Symbol);
            }
        }

        _count = Math.Min(atoms.Length, symbols.Length);
        (_sum, _squares) = (sum, squares);
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
            foreach (ref readonly var atom in atoms)
            {
                Sse.Prefetch0(SetOf(atom.Hash));
                Sse.Prefetch0(SetOf(atom.Hash) + 1);
            }
        }
    }

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
