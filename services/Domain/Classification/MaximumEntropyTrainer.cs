using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace TriageMesh.Domain.Classification;

/// <summary>Our own trainer: L-BFGS on one thread, to convergence. The same rows give the same weights.</summary>
internal sealed class MaximumEntropy : ILinearTrainer
{
    public string Name => "maximum-entropy";

    public void Train(TrainingRows rows, double[] rowWeights, double penalty, double[] point) =>
        new MaximumEntropyTrainer(rows, rowWeights).Train(point, penalty);
}

/// <summary>Multinomial logistic regression with an L2 penalty.</summary>
internal sealed class MaximumEntropyTrainer(TrainingRows rows, double[] rowWeights)
{
    private const int MostSteps = 300;
    private const double Tolerance = 1e-5;
    private double _penalty;

    /// <summary>Trains on the rows whose weight is above zero.</summary>
    /// <param name="start">Where to begin, for example the solution of a neighbouring penalty; changed in place.</param>
    /// <param name="penalty">The L2 penalty on the sum of the weighted losses. The four biases, last, bear none.</param>
    public void Train(double[] start, double penalty)
    {
        _penalty = penalty;
        Lbfgs.Minimise(Value, start, MostSteps, Tolerance);
    }

    private double Value(ReadOnlySpan<double> point, Span<double> gradient)
    {
        gradient.Clear();
        var gradients = MemoryMarshal.Cast<double, Vector256<double>>(gradient);
        var loss = 0.0;
        for (var row = 0; row < rows.Texts.Length; row++)
        {
            var weight = rowWeights[row];
            if (weight <= 0)
            {
                continue;
            }

            var label = (int)rows.Texts[row].Label;
            var scores = rows.Scores(point, row);
            var probabilities = Softmax.Of(scores);
            loss -= weight * Math.Log(Math.Max(probabilities[label], double.Epsilon));
            var error = (probabilities - Vector256<double>.Zero.WithElement(label, 1)) * weight;
            gradients[rows.Columns] += error;
            var columns = rows.ColumnsOf(row);
            var values = rows.ValuesOf(row);
            for (var i = 0; i < columns.Length; i++)
            {
                gradients[columns[i]] += error * (double)values[i];
            }
        }

        var squares = 0.0;
        for (var i = 0; i < rows.Columns * PackedWeights.Labels; i++)
        {
            squares += point[i] * point[i];
            gradient[i] += _penalty * point[i];
        }

        return loss + (_penalty / 2 * squares);
    }
}
