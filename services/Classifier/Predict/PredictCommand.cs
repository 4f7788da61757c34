using System.Text.Json;
using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Train;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Classification;
using TriageMesh.Platform.Http;

namespace TriageMesh.Classifier.Predict;

/// <summary><c>predict --input F --output F</c>: labels every row of a file.</summary>
public static class PredictCommand
{
    private const int Digits = 6;

    /// <summary>Writes one row for each row read, in order; the output appears whole or not at all.</summary>
    /// <param name="modelPath">The model file; null: the one that ships.</param>
    /// <param name="input">JSONL with <c>id</c> and <c>text</c>; <c>lang</c> is a hint where given.</param>
    /// <param name="output">JSONL with <c>id</c>, <c>label</c>, <c>scores</c> and more.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <returns>How many rows were labelled.</returns>
    /// <exception cref="InputException">The model, the input or a row cannot be used.</exception>
    public static async Task<int> RunAsync(
        string? modelPath,
        string input,
        string output,
        CancellationToken cancellationToken
    )
    {
        var model = ModelStore.Read(modelPath ?? ModelStore.ShippedPath);
        var full = Path.GetFullPath(output);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var part = full + ".part";
        var rows = 0;
        try
        {
            await using (var writer = new StreamWriter(part))
            {
                await foreach (var row in JsonLines.ReadAsync(input, cancellationToken))
                {
                    var answer = JsonSerializer.Serialize(Label(row, model), MeshJson.Options);
                    await writer.WriteLineAsync(answer.AsMemory(), cancellationToken);
                    rows++;
                }
            }

            File.Move(part, full, overwrite: true);
        }
        finally
        {
            File.Delete(part);
        }

        return rows;
    }

    private static PredictedRow Label(JsonRow row, ClassificationModel model)
    {
        if (
            !row.Value.TryGetProperty("id", out var id)
            || id.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)
        )
        {
            throw row.Wrong("\"id\" is missing.");
        }

        var prediction = model.Classify(row.Text("text"), row.OptionalText("lang"));
        var scores = prediction.ToScores();
        return new PredictedRow(
            id,
            prediction.Label,
            new LabelScores(
                Math.Round(scores.Complaint, Digits),
                Math.Round(scores.Praise, Digits),
                Math.Round(scores.Question, Digits),
                Math.Round(scores.Other, Digits)
            ),
            Math.Round(prediction.Confidence, Digits),
            prediction.Language,
            model.Version,
            prediction.NeedsReview
        );
    }

    private sealed record PredictedRow(
        JsonElement Id,
        Label Label,
        LabelScores Scores,
        double Confidence,
        string Language,
        string ModelVersion,
        bool NeedsReview
    );
}
