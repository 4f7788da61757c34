using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.MLNet.Train;

/// <summary>ML.NET's stochastic dual coordinate ascent over our vectors.</summary>
/// <remarks>
/// L1, L2 and the number of passes are all given: what it chooses by itself for many features throws nearly every weight away.
/// One thread and a seed, or no two runs give the same model.
/// </remarks>
internal sealed class SdcaTrainer : ILinearTrainer
{
    private const int Passes = 50;
    private const float Tolerance = 0.01f;

    public string Name => "mlnet-sdca";

    public void Train(TrainingRows rows, double[] rowWeights, double penalty, double[] point)
    {
        var mlContext = new MLContext(seed: 1);
        var view = RowsView.Of(mlContext, rows, rowWeights, out var count);
        // It minimises the mean loss, we the sum.
        ExportedWeights.Write(Fit(mlContext, view, penalty / count).Model, rows.Columns, point);
    }

    internal static MulticlassPredictionTransformer<MaximumEntropyModelParameters> Fit(
        MLContext mlContext,
        IDataView view,
        double penalty
    ) =>
        mlContext
            .MulticlassClassification.Trainers.SdcaMaximumEntropy(
                new SdcaMaximumEntropyMulticlassTrainer.Options
                {
                    LabelColumnName = nameof(VectorRow.Label),
                    FeatureColumnName = nameof(VectorRow.Features),
                    ExampleWeightColumnName = nameof(VectorRow.Weight),
                    L1Regularization = 0,
                    L2Regularization = (float)penalty,
                    MaximumNumberOfIterations = Passes,
                    ConvergenceTolerance = Tolerance,
                    NumberOfThreads = 1,
                }
            )
            .Fit(view);
}
