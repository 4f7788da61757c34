using System.Runtime.Intrinsics;
using Microsoft.ML;
using Microsoft.ML.Data;
using TriageMesh.Contracts;

namespace TriageMesh.Classifier.MLNet.Serve;

/// <summary>Reads what a model says of its scores: how many there are, and whose.</summary>
internal static class ScoreColumn
{
    private const string Score = "Score";
    private const string SlotNames = "SlotNames";

    /// <summary>For each label, where its score stands.</summary>
    /// <exception cref="InvalidOperationException">The model has no four scores named after the labels.</exception>
    public static int[] Order(MLContext mlContext, ITransformer model)
    {
        var input = mlContext.Data.LoadFromEnumerable(Array.Empty<TextToScore>()).Schema;
        var output = model.GetOutputSchema(input).GetColumnOrNull(Score);
        if (
            output is not { Type: VectorDataViewType { Size: 4 } type } column
            || type.ItemType.RawType != typeof(float)
        )
        {
            throw new InvalidOperationException("it has no column \"Score\" of four numbers.");
        }

        if (column.Annotations.Schema.GetColumnOrNull(SlotNames) is null)
        {
            throw new InvalidOperationException("its scores have no names.");
        }

        VBuffer<ReadOnlyMemory<char>> names = default;
        column.GetSlotNames(ref names);
        var found = names.DenseValues().Select(name => name.ToString()).ToList();
        return
        [
            .. WireName<Label>.All.Select(label =>
                found.FindIndex(name => string.Equals(name, label, StringComparison.OrdinalIgnoreCase))
                    is var at
                        and >= 0
                    ? at
                    : throw new InvalidOperationException($"none of its scores is called \"{label}\".")
            ),
        ];
    }

    /// <summary>The scores in the order of the labels; probabilities as they are, anything else through a softmax.</summary>
    public static Vector256<double> ToProbabilities(ReadOnlySpan<float> scores, int[] order)
    {
        var ordered = Vector256.Create(scores[order[0]], scores[order[1]], scores[order[2]], (double)scores[order[3]]);
        var sum = Vector256.Sum(ordered);
        if (Vector256.GreaterThanOrEqualAll(ordered, Vector256<double>.Zero) && Math.Abs(sum - 1) < 1e-3)
        {
            return ordered / sum;
        }

        var largest = Math.Max(Math.Max(ordered[0], ordered[1]), Math.Max(ordered[2], ordered[3]));
        var powers = Vector256.Exp(ordered - Vector256.Create(largest));
        return powers / Vector256.Sum(powers);
    }
}
