using TriageMesh.Classifier.MLNet.Serve;
using TriageMesh.Classifier.MLNet.Train;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.MLNet;

/// <summary>ML.NET's two maximum-entropy trainers, and its model files.</summary>
public sealed class MLNetAddOn : IClassifierAddOn
{
    public IReadOnlyList<ILinearTrainer> Trainers { get; } = [new SdcaTrainer(), new LbfgsTrainer()];

    public bool Reads(string path) => path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    public IScoringEngine Open(string path) => MLNetEngine.Open(path);
}
