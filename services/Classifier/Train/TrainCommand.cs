using System.Diagnostics;
using TriageMesh.Classifier.Evaluate;
using TriageMesh.Classifier.Models;
using TriageMesh.Domain.Classification;

namespace TriageMesh.Classifier.Train;

/// <summary><c>train --input F... --output MODEL [--dev F...]</c>: makes a model file out of labelled texts.</summary>
public static class TrainCommand
{
    /// <summary>Trains, writes the model, and says what it is worth.</summary>
    /// <param name="inputs">JSONL files of labelled texts, or folders of them.</param>
    /// <param name="output">Where the model goes; whole or not at all.</param>
    /// <param name="dev">Labelled texts to measure the new model on; may be empty.</param>
    /// <param name="trainer">Who finds the weights; null: our own.</param>
    /// <param name="console">Where the figures are printed.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    /// <exception cref="InputException">An input cannot be used; nothing is written.</exception>
    public static async Task RunAsync(
        IReadOnlyList<string> inputs,
        string output,
        IReadOnlyList<string> dev,
        string? trainer,
        TextWriter console,
        CancellationToken cancellationToken
    )
    {
        var options = new TrainingOptions();
        options = trainer is null ? options : options with { Trainer = AddOns.Trainer(trainer) };
        var texts = await LabelledRows.ReadAsync(inputs, cancellationToken);
        var devTexts = dev.Count > 0 ? await LabelledRows.ReadAsync(dev, cancellationToken) : [];
        var began = Stopwatch.GetTimestamp();
        var model = Train(texts, options);
        await ModelStore.WriteAsync(model, output, cancellationToken);
        await console.WriteLineAsync(
            $"Model {model.Version} from {texts.Count} texts in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s: "
                + $"{output}, {new FileInfo(output).Length / 1024.0 / 1024:F1} MB"
        );
        foreach (var part in model.Languages)
        {
            await console.WriteLineAsync($"\n{part.Language}: {Describe(part)}");
            await console.WriteAsync(EvaluationText.Of(part.Figures.HeldOut));
        }

        if (devTexts.Count > 0)
        {
            await console.WriteLineAsync("\nOn the development texts:");
            await EvaluateCommand.PrintAsync(model, devTexts, console);
        }
    }

    private static ClassificationModel Train(IReadOnlyList<LabelledText> texts, TrainingOptions options)
    {
        try
        {
            return ModelTrainer.Train(texts, options);
        }
        catch (TooFewTextsException wrong)
        {
            throw new InputException(wrong.Message, wrong);
        }
    }

    private static string Describe(LanguageModel part) =>
        $"{part.Figures.Texts} texts, {part.Figures.Features} features, strength {part.Figures.Strength}, "
        + $"slope {part.Calibration.Slope:F2}, review below {part.Threshold:F2} "
        + $"(stated precision {part.Figures.StatedPrecision:P0}). On texts held out in turn:";
}
