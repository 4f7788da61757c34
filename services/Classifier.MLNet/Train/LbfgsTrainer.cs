using Microsoft.ML;
using Microsoft.ML.Trainers;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.MLNet.Train;

/// <summary>ML.NET's limited-memory quasi-Newton solver over our vectors. Slower than ours, and it needs no seed.</summary>
internal sealed class LbfgsTrainer : ILinearTrainer
{
    // It keeps this many dense copies of all weights, twice.
    private const int History = 8;

    public string Name => "mlnet-lbfgs";

    public void Train(TrainingRows rows, double[] rowWeights, double penalty, double[] point)
    {
        var mlContext = new MLContext(seed: 1);
        var view = RowsView.Of(mlContext, rows, rowWeights, out _);
        var trainer = mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
            new LbfgsMaximumEntropyMulticlassTrainer.Options
            {
                LabelColumnName = nameof(VectorRow.Label),
                FeatureColumnName = nameof(VectorRow.Features),
                ExampleWeightColumnName = nameof(VectorRow.Weight),
                L1Regularization = 0,
                L2Regularization = (float)penalty,
                HistorySize = History,
                OptimizationTolerance = 1e-6f,
                // Its result depends on how many threads there are.
                NumberOfThreads = 1,
            }
        );
        ExportedWeights.Write(trainer.Fit(view).Model, rows.Columns, point);
    }
}
