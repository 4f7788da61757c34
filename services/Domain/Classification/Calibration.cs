using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>Makes probabilities honest: of the texts that are said to be 80 % complaints, 80 % are.</summary>
/// <remarks>One slope for all labels, so that calibrating never changes which label is the likeliest.</remarks>
/// <param name="Slope">What the scores are multiplied by; below 1 where the model is too sure of itself.</param>
public sealed record Calibration(double Slope)
{
    // The slope of fewer texts is chance for a good part, and the lowest of many such slopes all the more.
    private const int FewestOfKind = 300;
    private const int MostSteps = 100;
    private const double Tolerance = 1e-10;

    public Vector256<double> Apply(Vector256<double> scores) => Softmax.Of(scores * Slope);

    /// <summary>Those whose label is not in doubt, unless they are too few: a wrong label says nothing about how sure a model may be.</summary>
    internal static IReadOnlyList<HeldOutScore> Certain(IReadOnlyList<HeldOutScore> heldOut)
    {
        List<HeldOutScore> certain = [.. heldOut.Where(row => row.Weight >= 1)];
        return certain.Count >= FewestOfKind ? certain : heldOut;
    }

    /// <summary>The slope for the hardest kind of text that is known: a text from elsewhere is more like it than like the average.</summary>
    /// <remarks>The lowest of the slopes that suit each business and each source, and all texts together.</remarks>
    internal static Calibration FitHardest(IReadOnlyList<HeldOutScore> heldOut) =>
        heldOut
            .GroupBy(row => row.Group)
            .Concat(heldOut.GroupBy(row => row.Source))
            .Where(kind => kind.Key is not null && kind.Count() >= FewestOfKind)
            .Select(kind => Fit([.. kind]))
            .Append(Fit(heldOut))
            .MinBy(calibration => calibration.Slope)!;

    /// <summary>The slope under which the right labels of held-out texts are the most likely.</summary>
    internal static Calibration Fit(IReadOnlyList<HeldOutScore> heldOut)
    {
        double[] slope = [1];
        Lbfgs.Minimise(
            (point, gradient) =>
            {
                gradient.Clear();
                var loss = 0.0;
                foreach (var row in heldOut)
                {
                    var probabilities = Softmax.Of(row.Scores * point[0]);
                    loss -= row.Weight * Math.Log(Math.Max(probabilities[row.Label], double.Epsilon));
                    gradient[0] += row.Weight * (Vector256.Dot(probabilities, row.Scores) - row.Scores[row.Label]);
                }

                return loss;
            },
            slope,
            MostSteps,
            Tolerance
        );
        return new Calibration(Math.Max(slope[0], 1e-3));
    }
}

/// <summary>What a model said of a text that it was not trained on.</summary>
internal readonly record struct HeldOutScore(
    Vector256<double> Scores,
    int Label,
    double Weight,
    string? Group = null,
    string? Source = null
);
