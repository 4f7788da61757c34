using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

internal static class Softmax
{
    /// <summary>Probabilities of four scores; they sum to 1 whatever the scores.</summary>
    public static Vector256<double> Of(Vector256<double> scores)
    {
        var largest = Math.Max(Math.Max(scores[0], scores[1]), Math.Max(scores[2], scores[3]));
        var e0 = Math.Exp(scores[0] - largest);
        var e1 = Math.Exp(scores[1] - largest);
        var e2 = Math.Exp(scores[2] - largest);
        var e3 = Math.Exp(scores[3] - largest);
        return Vector256.Create(e0, e1, e2, e3) / ((e0 + e1) + (e2 + e3));
    }

    /// <summary>The position of the largest; the first of equals.</summary>
    public static int Largest(Vector256<double> values)
    {
        var best = 0;
        for (var i = 1; i < Vector256<double>.Count; i++)
        {
            best = values[i] > values[best] ? i : best;
        }

        return best;
    }
}
