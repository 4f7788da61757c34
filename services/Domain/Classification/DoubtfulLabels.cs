namespace TriageMesh.Domain.Classification;

/// <summary>Finds out which labels of a doubtful lot are the wrong ones.</summary>
/// <remarks>
/// A lot is one label of one source, of which it is known how many are right. A model that has not seen a text says how
/// likely its label is; the odds of all the lot are raised or lowered alike until as many are right as are known to be.
/// </remarks>
internal static class DoubtfulLabels
{
    private const double MostLogOdds = 12;
    private const int Halvings = 50;

    /// <summary>The same texts; a label in doubt weighs as much as it is likely to be right.</summary>
    /// <param name="texts">All training texts; their weights say how many labels of a lot are right.</param>
    /// <param name="heldOut">For each text, what a model says that has not seen it.</param>
    /// <param name="calibration">What makes probabilities of that.</param>
    public static LabelledText[] Weigh(
        LabelledText[] texts,
        IReadOnlyList<HeldOutScore> heldOut,
        Calibration calibration
    )
    {
        LabelledText[] weighed = [.. texts];
        var lots = Enumerable
            .Range(0, texts.Length)
            .Where(row => texts[row].Weight is > 0 and < 1)
            .GroupBy(row => (texts[row].Source, texts[row].Label, texts[row].Weight));
        foreach (var lot in lots)
        {
            int[] rows = [.. lot];
            double[] likely = [.. rows.Select(row => calibration.Apply(heldOut[row].Scores)[heldOut[row].Label])];
            var odds = OddsFor(likely, lot.Key.Weight);
            for (var i = 0; i < rows.Length; i++)
            {
                weighed[rows[i]] = texts[rows[i]] with { Weight = Raised(likely[i], odds) };
            }
        }

        return weighed;
    }

    /// <summary>By how much the odds have to be raised for <paramref name="share"/> of a lot to be right.</summary>
    private static double OddsFor(double[] likely, double share)
    {
        var low = -MostLogOdds;
        var high = MostLogOdds;
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            var odds = Math.Exp(middle);
            if (likely.Average(one => Raised(one, odds)) < share)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Exp(low);
    }

    private static double Raised(double likely, double odds) => odds * likely / ((odds * likely) + 1 - likely);
}
