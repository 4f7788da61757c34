namespace TriageMesh.Domain.Classification;

/// <summary>Finds how sure the model must be for its label to stand without a person.</summary>
internal static class RejectThreshold
{
    // Fewer texts than this prove nothing about a share.
    private const int FewestTexts = 20;

    /// <summary>The lowest confidence above which at least <paramref name="precision"/> of the held-out labels are right.</summary>
    /// <returns>1 where no confidence keeps the promise: then every text needs review.</returns>
    public static double Choose(IReadOnlyList<Judged> heldOut, double precision)
    {
        var threshold = 1.0;
        var right = 0;
        var seen = 0;
        foreach (var row in heldOut.OrderByDescending(row => row.Confidence))
        {
            seen++;
            right += row.Label == row.Right ? 1 : 0;
            if (seen >= FewestTexts && right >= precision * seen)
            {
                threshold = row.Confidence;
            }
        }

        return threshold;
    }
}
