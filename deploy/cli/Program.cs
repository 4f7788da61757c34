using System.CommandLine;
using System.Globalization;
using TriageMesh.Cli;
using TriageMesh.Cli.Classify;
using TriageMesh.Cli.Export;
using TriageMesh.Cli.Import;
using TriageMesh.Cli.Learn;
using TriageMesh.Cli.Migrate;
using TriageMesh.Cli.Token;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await CommandLine.RunAsync(
    new RootCommand("The command-line tool of TriageMesh.")
    {
        ImportCommand.Create(),
        ExportCommand.Create(),
        TrainingCommands.Train(),
        TrainingCommands.Evaluate(),
        TrainingCommands.Predict(),
        ClassifyCommand.Create(),
        RetrainCommand.Create(),
        ModelCommands.Create(),
        CorrectionCommands.Create(),
        RuleCommands.Create(),
        RescoreCommand.Create(),
        MigrateCommand.Create(),
        TokenCommand.Create(),
    },
    args
);
