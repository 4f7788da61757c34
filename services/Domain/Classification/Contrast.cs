using TriageMesh.Contracts;

namespace TriageMesh.Domain.Classification;

/// <summary>Lets a feature weigh more, the more it tells the labels apart (the log-count ratios of naive Bayes).</summary>
/// <remarks>An even penalty holds a telling feature back as much as a chance one; this makes the penalty of the telling one lower.</remarks>
internal static class Contrast
{
    // So that what occurs once is not taken for certain.
    private const double Prior = 0.05;
    private const double Least = 0.1;

    /// <param name="rows">The rows as they are.</param>
    /// <param name="rowWeights">Rows above zero are asked how telling a feature is.</param>
    /// <param name="power">0 changes nothing.</param>
    public static TrainingRows Apply(TrainingRows rows, double[] rowWeights, double power) =>
        power > 0 ? rows.Times(Factors(rows, rowWeights, power)) : rows;

    private static float[] Factors(TrainingRows rows, double[] rowWeights, double power)
    {
        var labels = Enum.GetValues<Label>().Length;
        var sums = new double[rows.Features * labels];
        for (var row = 0; row < rowWeights.Length; row++)
        {
            var columns = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            for (var i = 0; i < columns.Length && columns[i] < rows.Features && rowWeights[row] > 0; i++)
            {
                sums[(columns[i] * labels) + (int)rows.Texts[row].Label] += values[i];
            }
        }

        var ratios = new double[rows.Features];
        for (var label = 0; label < labels; label++)
        {
            Raise(ratios, sums, label, labels);
        }

        var mean = ratios.Average();
        return
        [
            .. ratios.Select(ratio => (float)Math.Pow(Math.Max(ratio / mean, Least), power)),
            // What a source leans to is no feature.
            .. Enumerable.Repeat(1f, rows.Sources.Count),
        ];
    }

    /// <summary>Raises each feature's ratio to that of one label against the others, where it is larger.</summary>
    private static void Raise(double[] ratios, double[] sums, int label, int labels)
    {
        var own = 0.0;
        var all = 0.0;
        for (var i = 0; i < sums.Length; i++)
        {
            own += i % labels == label ? sums[i] + Prior : 0;
            all += sums[i];
        }

        var others = all + (ratios.Length * Prior) - (own - (ratios.Length * Prior));
        for (var column = 0; column < ratios.Length; column++)
        {
            var here = sums[(column * labels) + label];
            var elsewhere = -here;
            for (var i = 0; i < labels; i++)
            {
                elsewhere += sums[(column * labels) + i];
            }

            var ratio = Math.Log((here + Prior) / own / ((elsewhere + Prior) / others));
            ratios[column] = Math.Max(ratios[column], Math.Abs(ratio));
        }
    }
}
