using System.Collections.Concurrent;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Microsoft.ML;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.MLNet.Serve;

/// <summary>An ML.NET model file as the engine that labels: a column "Text" in, a column "Score" with four numbers out.</summary>
/// <remarks>
/// A prediction engine belongs to one caller at a time, so each call borrows one and puts it back; as many are kept as there
/// were callers at once, up to a limit. The file names types to be made: it must come from somebody trusted.
/// </remarks>
internal sealed class MLNetEngine : IScoringEngine
{
    private static readonly int MostKept = Environment.ProcessorCount * 2;

    private readonly ConcurrentBag<PredictionEngine<TextToScore, ScoredText>> _idle = [];
    private readonly MLContext _mlContext;
    private readonly ITransformer _model;

    // For each label, where its score stands.
    private readonly int[] _order;

    private MLNetEngine(MLContext mlContext, ITransformer model, int[] order, string version)
    {
        _mlContext = mlContext;
        _model = model;
        _order = order;
        Version = version;
    }

    public string Version { get; }

    /// <summary>How many engines wait for a caller.</summary>
    internal int IdleCount => _idle.Count;

    /// <exception cref="ModelFileException">The file is no ML.NET model, or one that answers another question.</exception>
    public static MLNetEngine Open(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var mlContext = new MLContext(seed: 1);
        try
        {
            using var stream = new MemoryStream(bytes);
            var model = mlContext.Model.Load(stream, out _);
            var engine = new MLNetEngine(mlContext, model, ScoreColumn.Order(mlContext, model), VersionOf(bytes));
            // The first prediction compiles code; a model that cannot predict is found here and not by a customer's text.
            engine.Probabilities("");
            return engine;
        }
        catch (Exception wrong)
            when (wrong
                    is InvalidOperationException
                        or FormatException
                        or ArgumentException
                        or IOException
                        or InvalidDataException
                        or NotSupportedException
            )
        {
            throw new ModelFileException(
                $"This is not an ML.NET model of texts with the four labels: {wrong.Message}",
                wrong
            );
        }
    }

    public Vector256<double> Probabilities(string text)
    {
        var engine = _idle.TryTake(out var idle)
            ? idle
            : _mlContext.Model.CreatePredictionEngine<TextToScore, ScoredText>(_model, ignoreMissingColumns: false);
        var answer = new ScoredText();
        engine.Predict(new TextToScore { Text = text }, ref answer);
        if (_idle.Count < MostKept)
        {
            _idle.Add(engine);
        }
        else
        {
            engine.Dispose();
        }

        return ScoreColumn.ToProbabilities(answer.Score, _order);
    }

    private static string VersionOf(byte[] bytes) => $"mlnet-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..12]}";
}

/// <summary>What goes in. The label is there because a saved chain may still ask for it; nothing reads it.</summary>
internal sealed class TextToScore
{
    public string Text { get; set; } = "";

    public string Label { get; set; } = "";

    public float Weight { get; set; } = 1;
}

internal sealed class ScoredText
{
    public float[] Score { get; set; } = [];
}
