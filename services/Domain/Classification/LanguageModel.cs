using System.Runtime.Intrinsics;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>The part of a model that knows one language. Immutable once made.</summary>
public sealed class LanguageModel
{
    public required string Language { get; init; }
    public required FeatureRecipe Recipe { get; init; }
    public required Calibration Calibration { get; init; }

    /// <summary>Below this confidence a label needs review.</summary>
    public required double Threshold { get; init; }

    public required TrainingFigures Figures { get; init; }

    /// <summary>The weights of every slot, as <see cref="PackedWeights"/> lays them out.</summary>
    internal ulong[] Weights { get; init; } = [];

    internal Vector128<float> Bias { get; init; }

    /// <summary>The label scores of a text before calibration: four labels to a register, one pass over its features.</summary>
    /// <param name="bag">The features of the text.</param>
    /// <param name="norm">The length of the text's vector; 0 where training saw none of its features.</param>
    internal Vector128<float> Score(FeatureBag bag, out float norm)
    {
        var slots = bag.Slots;
        var counts = bag.Counts;
        var sum = Vector128<float>.Zero;
        var squares = 0f;
        for (var i = 0; i < slots.Length; i++)
        {
            var packed = Weights[slots[i]];
            var value = TermFrequency.Of(counts[i]) * PackedWeights.Rarity(packed);
            squares += value * value;
            sum += PackedWeights.Steps4(packed) * (value * PackedWeights.Scale(packed));
        }

        norm = MathF.Sqrt(squares);
        return squares > 0 ? (sum / norm) + Bias : Bias;
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
