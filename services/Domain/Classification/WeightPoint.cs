using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>The weights that a trainer looks for, in one row: four for each column, one for each label, then four biases.</summary>
/// <remarks>The weights of a column's four labels lie side by side: one 256-bit register of doubles.</remarks>
internal static class WeightPoint
{
    public static double[] NewPoint(this TrainingRows rows) => new double[(rows.Columns + 1) * PackedWeights.Labels];

    /// <summary>The four scores of a row before they become probabilities, as training sees it: with the leaning of its source.</summary>
    public static Vector256<double> Scores(this TrainingRows rows, ReadOnlySpan<double> point, int row)
    {
        var weights = MemoryMarshal.Cast<double, Vector256<double>>(point);
        var sum = weights[rows.Columns];
        var columns = rows.ColumnsOf(row);
        var values = rows.ValuesOf(row);
        for (var i = 0; i < columns.Length; i++)
        {
            sum += weights[columns[i]] * (double)values[i];
        }

        return sum;
    }

    /// <summary>The four scores of a text as labelling will see it: whatever its source.</summary>
    public static Vector256<double> ScoresAnywhere(this TrainingRows rows, ReadOnlySpan<double> point, int row)
    {
        var scores = rows.Scores(point, row);
        return rows.Sources.Holds(row, out var source)
            ? scores - MemoryMarshal.Cast<double, Vector256<double>>(point)[rows.Features + source]
            : scores;
    }
}
