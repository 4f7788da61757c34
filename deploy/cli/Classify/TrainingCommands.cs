using System.CommandLine;
using TriageMesh.Classifier.Evaluate;
using TriageMesh.Classifier.Predict;
using TriageMesh.Classifier.Train;

namespace TriageMesh.Cli.Classify;

/// <summary><c>mesh train</c>, <c>evaluate</c> and <c>predict</c>: the classifier over files; no mesh need run.</summary>
internal static class TrainingCommands
{
    public static Command Train()
    {
        var input = Files(
            "--input",
            "Labelled texts: JSONL files with text and label, or folders of them",
            needed: true
        );
        var output = new Option<string>("--output")
        {
            Description = "The model file to write",
            Required = true,
        }.ToWrite(makesFolder: true);
        var dev = Files("--dev", "Labelled texts to measure the new model on", needed: false);
        var trainer = new Option<string?>("--trainer")
        {
            Description = "maximum-entropy (ours, default); where ML.NET was built also mlnet-sdca and mlnet-lbfgs",
        };
        var command = new Command("train", "Makes a model from labelled texts; the same texts give the same bytes.")
        {
            input,
            output,
            dev,
            trainer,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                TrainCommand.RunAsync(
                    parsed.GetRequiredValue(input),
                    parsed.GetRequiredValue(output),
                    parsed.GetValue(dev) ?? [],
                    parsed.GetValue(trainer),
                    Console.Out,
                    cancellationToken
                )
        );
        return command;
    }

    public static Command Evaluate()
    {
        var input = Files(
            "--input",
            "Labelled texts: JSONL files with text and label, or folders of them",
            needed: true
        );
        var model = Model();
        var command = new Command("evaluate", "Measures a model on labelled texts.") { input, model };
        command.SetAction(
            (parsed, cancellationToken) =>
                EvaluateCommand.RunAsync(
                    parsed.GetValue(model),
                    parsed.GetRequiredValue(input),
                    Console.Out,
                    cancellationToken
                )
        );
        return command;
    }

    public static Command Predict()
    {
        var input = new Option<string>("--input") { Description = "JSONL with id and text", Required = true }.ToRead();
        var output = new Option<string>("--output")
        {
            Description = "JSONL to write: id, label, scores by label and more",
            Required = true,
        }.ToWrite(makesFolder: true);
        var model = Model();
        var command = new Command("predict", "Labels every text of a file.") { input, output, model };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var rows = await PredictCommand.RunAsync(
                    parsed.GetValue(model),
                    parsed.GetRequiredValue(input),
                    parsed.GetRequiredValue(output),
                    cancellationToken
                );
                await Console.Error.WriteLineAsync($"{rows} labelled");
            }
        );
        return command;
    }

    private static Option<string[]> Files(string name, string description, bool needed) =>
        new Option<string[]>(name)
        {
            Description = description,
            Required = needed,
            AllowMultipleArgumentsPerToken = true,
        }.ToRead();

    private static Option<string?> Model() =>
        new Option<string?>("--model") { Description = "The model file (default: the one that ships)" }.ToRead();
}
