using System.Runtime.Intrinsics;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>The part of a model that knows one language. Immutable once made.</summary>
public sealed class LanguageModel
{
    // What a feature counts for being rare that training never saw.
    private readonly float _unknown;

    public required string Language { get; init; }
    public required FeatureRecipe Recipe { get; init; }
    public required Calibration Calibration { get; init; }

    /// <summary>Below this confidence a label needs review.</summary>
    public required double Threshold { get; init; }

    public required TrainingFigures Figures
    {
        get;
        init
        {
            field = value;
            _unknown = InverseFrequency.OfUnknown(value.Texts);
        }
    }

    /// <summary>The weights of every slot, as <see cref="PackedWeights"/> lays them out.</summary>
    internal WeightTable Weights { get; init; } = WeightTable.Empty;

    internal Vector128<float> Bias { get; init; }

    /// <summary>What it finds in rows of three atoms; it may be none.</summary>
    internal Convolution Convolution { get; init; } = Convolution.None;

    /// <summary>What words mean; the same that training used.</summary>
    internal Lexicon Lexicon { get; init; } = Lexicon.Empty;

    /// <summary>The label scores of a text before calibration: four labels to a register, one pass over its features.</summary>
    /// <param name="extractor">The features of the text.</param>
    /// <param name="atoms">What this thread knows of the text's atoms by this model.</param>
    /// <param name="known">Whether training saw any of the text's atoms.</param>
    internal Vector128<float> Score(FeatureExtractor extractor, KnownAtoms atoms, out bool known)
    {
        var bag = extractor.Bag;
        // The convolution takes its time: meanwhile the weights come from memory.
        bag.Fetch(Weights);
        var sum = Bias + Convolution.Score(atoms.Numbers, extractor.Meanings.Hits);
        sum += Sum(bag, FeatureView.Atoms, out known);
        sum += Sum(bag, FeatureView.Meanings, out _);
        sum += atoms.Characters(out var scale);
        bag.SetScale(FeatureView.Characters, scale);
        return sum;
    }

    private Vector128<float> Sum(FeatureBag bag, FeatureView view, out bool known)
    {
        var places = bag.PlacesOf(view);
        var frequencies = bag.FrequenciesOf(view);
        var unknown = BitConverter.SingleToUInt32Bits(_unknown);
        var weights = Weights;
        var sum = Vector128<float>.Zero;
        var squares = 0f;
        var any = 0;
        for (var i = 0; i < places.Length && i < frequencies.Length; i++)
        {
            var place = places[i];
            var packed = weights.At(place);
            var value = frequencies[i] * PackedWeights.Rarity(packed, place, unknown);
            squares += value * value;
            sum += PackedWeights.Steps4(packed) * (value * PackedWeights.Scale(packed));
            any |= place;
        }

        var scale = squares > 0 ? Recipe.ShareOf(view) / MathF.Sqrt(squares) : 0;
        bag.SetScale(view, scale);
        known = any != 0;
        return sum * scale;
    }

    /// <summary>What a feature adds to the score of <paramref name="label"/>, more than to the other labels on average.</summary>
    internal double Evidence(int slot, Label label, float value)
    {
        var packed = Weights[slot];
        var others = 0f;
        for (var i = 0; i < PackedWeights.Labels; i++)
        {
            others += i == (int)label ? 0 : PackedWeights.Weight(packed, i);
        }

        return value
            * PackedWeights.Rarity(packed)
            * (PackedWeights.Weight(packed, (int)label) - (others / (PackedWeights.Labels - 1)))
            * Calibration.Slope;
    }
}
