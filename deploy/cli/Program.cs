using System.CommandLine;
using System.Globalization;
using TriageMesh.Cli;
using TriageMesh.Cli.Export;
using TriageMesh.Cli.Migrate;
using TriageMesh.Cli.Token;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return await CommandLine.RunAsync(
    new RootCommand("The command-line tool of TriageMesh.")
    {
        ExportCommand.Create(),
        MigrateCommand.Create(),
        TokenCommand.Create(),
    },
    args
);
