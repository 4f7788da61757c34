namespace TriageMesh.Domain.Classification;

/// <summary>Finds how sure the model must be for its label to stand without a person.</summary>
internal static class RejectThreshold
{
    // Fewer texts than this prove nothing about a share.
    private const int FewestTexts = 20;

    /// <summary>
    /// The lowest confidence above which at least <paramref name="precision"/> of the held-out labels are right, and are
    /// expected to be: where calibration allows for harder texts than these, the threshold does too.
    /// </summary>
    /// <returns>1 where no confidence keeps the promise: then every text needs review.</returns>
    public static double Choose(IReadOnlyList<Judged> heldOut, double precision)
    {
        var threshold = 1.0;
        var right = 0;
        var expected = 0.0;
        var seen = 0;
        foreach (var row in heldOut.OrderByDescending(row => row.Confidence))
        {
            seen++;
            right += row.Label == row.Right ? 1 : 0;
            expected += row.Confidence;
            if (seen >= FewestTexts && Math.Min(right, expected) >= precision * seen)
            {
                threshold = row.Confidence;
            }
        }

        return threshold;
    }
}
