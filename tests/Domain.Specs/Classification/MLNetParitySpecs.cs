using System.Runtime.Intrinsics;
using System.Text.Json;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Domain.Specs.Classification;

/// <summary>Weights that ML.NET found give its scores in our hands. The numbers are from a real run of ML.NET 5.0.0.</summary>
/// <remarks>
/// Vectors, weights and scores of 40 texts, written by tests/Classifier.MLNet.Specs, which compares both live where ML.NET
/// is. Here nothing of it is needed.
/// </remarks>
public sealed class MLNetParitySpecs
{
    private static readonly MLNetRun Run = JsonSerializer.Deserialize<MLNetRun>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "MLNetParity.json")),
        JsonSerializerOptions.Web
    )!;

    [Fact]
    public void The_softmax_of_its_weights_is_its_score()
    {
        foreach (var row in Run.Rows)
        {
            var scores = Biases();
            for (var i = 0; i < row.Columns.Length; i++)
            {
                scores += Weights(row.Columns[i]) * row.Values[i];
            }

            Softmax.Of(scores).ShouldBeNear(row.Scores, 1e-5);
        }
    }

    [Fact]
    public void So_it_is_with_a_byte_for_each_weight_as_our_model_file_has_them()
    {
        var packed = Enumerable
            .Range(0, Run.Columns)
            .Select(column =>
                PackedWeights.Pack([.. Run.Weights.Skip(column * 4).Take(4).Select(weight => (double)weight)], 1)
            )
            .ToArray();
        foreach (var row in Run.Rows)
        {
            var scores = Biases();
            for (var i = 0; i < row.Columns.Length; i++)
            {
                var weights = packed[row.Columns[i]];
                var (lower, upper) = Vector128.Widen(PackedWeights.Steps4(weights) * PackedWeights.Scale(weights));
                scores += Vector256.Create(lower, upper) * row.Values[i];
            }

            Softmax.Of(scores).ShouldBeNear(row.Scores, 0.01);
        }
    }

    private static Vector256<double> Biases() => FourFrom(Run.Biases, 0);

    private static Vector256<double> Weights(int column) => FourFrom(Run.Weights, column * 4);

    private static Vector256<double> FourFrom(float[] numbers, int at) =>
        Vector256.Create(numbers[at], numbers[at + 1], numbers[at + 2], (double)numbers[at + 3]);

    private sealed record MLNetRun(int Columns, float[] Weights, float[] Biases, MLNetRow[] Rows);

    private sealed record MLNetRow(int[] Columns, float[] Values, float[] Scores);
}

internal static class NearProbabilities
{
    /// <summary>Each of the four within <paramref name="tolerance"/>, and the same label unless the first two are that close.</summary>
    public static void ShouldBeNear(this Vector256<double> probabilities, float[] expected, double tolerance)
    {
        for (var label = 0; label < expected.Length; label++)
        {
            probabilities[label].ShouldBe(expected[label], tolerance);
        }

        expected[Softmax.Largest(probabilities)].ShouldBeGreaterThan((float)(expected.Max() - (2 * tolerance)));
    }
}
