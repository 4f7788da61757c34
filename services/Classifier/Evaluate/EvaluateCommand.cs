using TriageMesh.Classifier.Models;
using TriageMesh.Classifier.Train;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Evaluate;

/// <summary><c>evaluate --model M --input F...</c>: measures a model on labelled texts, for each language.</summary>
public static class EvaluateCommand
{
    /// <summary>Prints the figures.</summary>
    /// <param name="modelPath">The model file; null: the one that ships.</param>
    /// <param name="inputs">JSONL files of labelled texts, or folders of them.</param>
    /// <param name="console">Where the figures are printed.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="InputException">The model or an input cannot be used.</exception>
    public static async Task RunAsync(
        string? modelPath,
        IReadOnlyList<string> inputs,
        TextWriter console,
        CancellationToken cancellationToken
    )
    {
        var model = ModelStore.Read(modelPath ?? ModelStore.ShippedPath);
        var texts = await LabelledRows.ReadAsync(inputs, cancellationToken);
        await console.WriteLineAsync($"Model {model.Version}");
        await PrintAsync(model, texts, console);
    }

    internal static async Task PrintAsync(
        ClassificationModel model,
        IReadOnlyList<LabelledText> texts,
        TextWriter console
    )
    {
        foreach (var part in texts.GroupBy(text => LanguageOf(text, model)).OrderBy(part => part.Key))
        {
            var threshold = model.Languages.FirstOrDefault(language => language.Language == part.Key)?.Threshold ?? 1;
            await console.WriteLineAsync($"\n{part.Key}:");
            await console.WriteAsync(EvaluationText.Of(Measure(model, [.. part], threshold)));
        }
    }

    /// <summary>The figures of <paramref name="model"/> on texts of one language.</summary>
    public static EvaluationFigures Measure(
        ClassificationModel model,
        IReadOnlyList<LabelledText> texts,
        double threshold
    ) =>
        Evaluation.Summarise(
            [
                .. texts.Select(text =>
                {
                    var prediction = model.Classify(text.Text, text.Language);
                    return new Judged(text.Label, prediction.Label, prediction.Confidence);
                }),
            ],
            threshold
        );

    private static string LanguageOf(LabelledText text, ClassificationModel model) =>
        text.Language ?? model.Classify(text.Text).Language;
}
