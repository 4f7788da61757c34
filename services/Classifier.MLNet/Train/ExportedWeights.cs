using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using TriageMesh.Contracts;

namespace TriageMesh.Classifier.MLNet.Train;

/// <summary>Takes a trained model's weights over, so that our own scorer uses them and nothing of ML.NET is needed to label.</summary>
internal static class ExportedWeights
{
    /// <param name="model">Its classes are the labels in their order, for the label column was a key of them all.</param>
    /// <param name="columns">How many weights a class has.</param>
    /// <param name="point">Four weights for each column, then four biases.</param>
    public static void Write(MaximumEntropyModelParameters model, int columns, double[] point)
    {
        var labels = Enum.GetValues<Label>().Length;
        VBuffer<float>[]? weights = null;
        model.GetWeights(ref weights, out var classes);
        if (classes != labels)
        {
            throw new InvalidOperationException($"{classes} classes were trained, not {labels}.");
        }

        var biases = model.GetBiases().ToArray();
        for (var label = 0; label < labels; label++)
        {
            foreach (var weight in weights![label].Items(all: true))
            {
                point[(weight.Key * labels) + label] = weight.Value;
            }

            point[(columns * labels) + label] = biases[label];
        }
    }
}
