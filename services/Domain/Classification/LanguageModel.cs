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
    internal WeightTable Weights { get; init; } = WeightTable.Empty;

    internal Vector128<float> Bias { get; init; }

    /// <summary>What words mean; the same that training used.</summary>
    internal Lexicon Lexicon { get; init; } = Lexicon.Empty;

    /// <summary>The label scores of a text before calibration: four labels to a register, one pass over its features.</summary>
    /// <param name="bag">The features of the text.</param>
    /// <param name="known">The share of the text's words that training saw.</param>
    internal Vector128<float> Score(FeatureBag bag, out float known)
    {
        var atoms = Sum(bag, FeatureView.Atoms, out var scale, out known);
        var sum = Bias + (atoms * scale);
        sum += Sum(bag, FeatureView.Meanings, out scale, out _) * scale;
        return sum + (Sum(bag, FeatureView.Characters, out scale, out _) * scale);
    }

    /// <summary>What a feature of a view that occurs once is multiplied by in the text that <paramref name="bag"/> holds.</summary>
    internal float ScaleOf(FeatureBag bag, FeatureView view)
    {
        _ = Sum(bag, view, out var scale, out _);
        return scale;
    }

    private Vector128<float> Sum(FeatureBag bag, FeatureView view, out float scale, out float known)
    {
        var slots = bag.SlotsOf(view);
        var counts = bag.CountsOf(view);
        var unknown = InverseFrequency.OfUnknown(Figures.Texts);
        var weights = Weights;
        var sum = Vector128<float>.Zero;
        var squares = 0f;
        var strange = 0f;
        for (var i = 0; i < slots.Length; i++)
        {
            var packed = weights[slots[i]];
            if (packed == 0)
            {
                var value = TermFrequency.Of(counts[i]) * unknown;
                strange += value * value;
            }
            else
            {
                var value = TermFrequency.Of(counts[i]) * PackedWeights.Rarity(packed);
                squares += value * value;
                sum += PackedWeights.Steps4(packed) * (value * PackedWeights.Scale(packed));
            }
        }

        var all = squares + strange;
        scale = all > 0 ? Recipe.ShareOf(view) / MathF.Sqrt(all) : 0;
        known = all > 0 ? squares / all : 0;
        return sum;
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
