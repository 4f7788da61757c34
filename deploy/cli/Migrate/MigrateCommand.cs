using System.CommandLine;
using Npgsql;
using TriageMesh.Classifier;
using TriageMesh.Desk;
using TriageMesh.Ingest;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;

namespace TriageMesh.Cli.Migrate;

/// <summary><c>mesh migrate</c>: brings every schema up to date.</summary>
internal static class MigrateCommand
{
    private static readonly IMeshService[] Services =
    [
        new IngestService(),
        new ClassifierService(),
        new RouterService(),
        new DeskService(),
    ];

    public static Command Create()
    {
        var runDirectory = RunDirectory.Option();
        var command = new Command("migrate", "Applies the SQL scripts that the database does not have yet.")
        {
            runDirectory,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var run = RunDirectory.Open(parsed.GetValue(runDirectory));
                await using var database = Connect(run.Required("Database:ConnectionString"));
                var applied = await MeshDatabase.MigrateAsync(database, Services, cancellationToken);
                foreach (var script in applied)
                {
                    await Console.Out.WriteLineAsync(script.AsMemory(), cancellationToken);
                }

                await Console.Out.WriteLineAsync($"{applied.Count} applied".AsMemory(), cancellationToken);
                return 0;
            }
        );
        return command;
    }

    private static NpgsqlDataSource Connect(string connectionString)
    {
        try
        {
            return NpgsqlDataSource.Create(connectionString);
        }
        catch (Exception wrong) when (wrong is ArgumentException or FormatException)
        {
            throw new CommandException("The setting Database:ConnectionString cannot be read.");
        }
    }
}
