using Npgsql;
using TriageMesh.Classifier;
using TriageMesh.Desk;
using TriageMesh.Ingest;
using TriageMesh.Platform.Database;
using TriageMesh.Router;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Conventions.Specs;

/// <summary>deploy/schema.sql is the sum of all numbered scripts, for whoever reads or queries the database.</summary>
/// <remarks>After a change of the schema run this with <c>TRIAGEMESH_WRITE_SCHEMA=1</c>, which writes the file anew.</remarks>
public sealed class The_schema(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private static readonly string File = RepositoryRoot.Below("deploy", "schema.sql");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_file_is_what_the_scripts_make()
    {
        postgres.Require();
        await MeshDatabase.MigrateAsync(
            postgres.Database,
            [new IngestService(), new ClassifierService(), new RouterService(), new DeskService()],
            Stop
        );

        var schema = await DumpAsync();

        if (Environment.GetEnvironmentVariable("TRIAGEMESH_WRITE_SCHEMA") == "1")
        {
            await System.IO.File.WriteAllTextAsync(File, schema, Stop);
        }

        (await System.IO.File.ReadAllTextAsync(File, Stop)).ShouldBe(schema);
    }

    private async Task<string> DumpAsync()
    {
        var server = new NpgsqlConnectionStringBuilder(postgres.ConnectionString);
        var dump = await ShellCommand.RunAsync(
            Program(),
            [
                "--schema-only",
                "--no-owner",
                "--no-privileges",
                $"--host={server.Host}",
                $"--port={server.Port}",
                $"--username={server.Username}",
                server.Database!,
            ],
            Stop,
            new Dictionary<string, string?>(StringComparer.Ordinal) { ["PGPASSWORD"] = server.Password }
        );
        var lines = dump.Succeeded()
            .Output.Split('\n')
            .Where(line =>
                !line.StartsWith("--", StringComparison.Ordinal)
                && !line.StartsWith("SET ", StringComparison.Ordinal)
                && !line.StartsWith("SELECT pg_catalog", StringComparison.Ordinal)
                && !line.StartsWith('\\')
            );
        var schema = string.Join('\n', lines);
        while (schema.Contains("\n\n\n", StringComparison.Ordinal))
        {
            schema = schema.Replace("\n\n\n", "\n\n", StringComparison.Ordinal);
        }

        return $"-- Generated from the numbered scripts of the services; see tests/Conventions/The_schema.cs.\n\n{schema.Trim()}\n";
    }

    /// <summary>Debian keeps the server's own programs off the path.</summary>
    private static string Program() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory
                .EnumerateFiles("/usr/lib/postgresql", "pg_dump", SearchOption.AllDirectories)
                .OrderDescending(StringComparer.Ordinal)
                .FirstOrDefault("pg_dump")
            : "pg_dump";
}
