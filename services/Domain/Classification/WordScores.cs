using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>What the characters of words add to the scores of a language, kept from text to text. Not shared between threads.</summary>
/// <remarks>
/// Most words of a text have been met before. What a word adds does not depend on the words beside it (see
/// <see cref="TermFrequency"/>), so it is worked out once; a word that needs the place of another takes it.
/// </remarks>
internal sealed class WordScores(LanguageModel model)
{
    private const int Places = 8192;

    private readonly CharacterGrams _grams = new();
    private readonly Entry[] _entries = new Entry[Places];
    private readonly float _unknown = InverseFrequency.OfUnknown(model.Figures.Texts);

    public LanguageModel Model { get; } = model;

    /// <summary>The label scores of all words, each as long as the recipe wants all of them together to be.</summary>
    /// <param name="atoms">The atoms of the text.</param>
    /// <param name="codes">The units that they cover.</param>
    /// <param name="scale">What a character row that occurs once is multiplied by.</param>
    public Vector128<float> Sum(ReadOnlySpan<FeatureExtractor.Atom> atoms, ReadOnlySpan<int> codes, out float scale)
    {
        scale = 0;
        if (Model.Recipe.CharactersFrom == 0)
        {
            return Vector128<float>.Zero;
        }

        var sum = Vector128<float>.Zero;
        var squares = 0f;
        foreach (ref readonly var atom in atoms)
        {
            if (atom.IsWord)
            {
                ref var entry = ref _entries[atom.Hash >> 51];
                if (entry.Word != atom.Hash)
                {
                    entry = Work(atom.Hash, codes[atom.From..atom.To]);
                }

                sum += entry.Sum;
                squares += entry.Squares;
            }
        }

        scale = squares > 0 ? Model.Recipe.CharacterShare / MathF.Sqrt(squares) : 0;
        return sum * scale;
    }

    private Entry Work(ulong hash, ReadOnlySpan<int> word)
    {
        var unknown = BitConverter.SingleToUInt32Bits(_unknown);
        var weights = Model.Weights;
        var sum = Vector128<float>.Zero;
        var squares = 0f;
        foreach (var gram in _grams.Of(word, Model.Recipe))
        {
            var place = weights.PlaceOf(gram.Slot);
            var packed = weights.At(place);
            var value = PackedWeights.Rarity(packed, place, unknown);
            squares += value * value;
            sum += PackedWeights.Steps4(packed) * (value * PackedWeights.Scale(packed));
        }

        return new Entry(hash, sum, squares);
    }

    private readonly record struct Entry(ulong Word, Vector128<float> Sum, float Squares);
}
