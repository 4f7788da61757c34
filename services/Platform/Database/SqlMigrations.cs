using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace TriageMesh.Platform.Database;

/// <summary>Applies a service's numbered scripts (<c>Sql/NNNN_what.sql</c>), each once, in order, under one lock.</summary>
public static class SqlMigrations
{
    /// <summary>Any process that migrates holds this advisory lock, so replicas that start together take turns.</summary>
    private const long Lock = 0x5472_6961_6765_4D73;

    /// <summary>A script that moves a large table takes as long as it takes, and whoever waits for it waits as long.</summary>
    private const int NoTimeout = 0;

    private const string Prepare = """
        CREATE SCHEMA IF NOT EXISTS mesh;
        CREATE TABLE IF NOT EXISTS mesh.migrations (
          schema_name text        NOT NULL,
          number      integer     NOT NULL,
          name        text        NOT NULL,
          checksum    text        NOT NULL,
          applied_at  timestamptz NOT NULL DEFAULT now(),
          PRIMARY KEY (schema_name, number)
        );
        """;

    private const string Applied = """
        SELECT number, checksum FROM mesh.migrations WHERE schema_name = @schema
        """;

    private const string Record = """
        INSERT INTO mesh.migrations (schema_name, number, name, checksum) VALUES (@schema, @number, @name, @checksum)
        """;

    /// <summary>Brings one schema up to date.</summary>
    /// <returns>The names of the scripts that were applied now.</returns>
    /// <exception cref="MigrationException">A script that was applied has been changed since, or a script failed.</exception>
    public static async Task<IReadOnlyList<string>> ApplyAsync(
        NpgsqlDataSource database,
        string schema,
        Assembly assembly,
        CancellationToken cancellationToken
    )
    {
        var scripts = ScriptsOf(assembly);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(
                "SELECT pg_advisory_lock(@Lock)",
                new { Lock },
                commandTimeout: NoTimeout,
                cancellationToken: cancellationToken
            )
        );
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(Prepare, cancellationToken: cancellationToken));
            var applied = (
                await connection.QueryAsync<(int Number, string Checksum)>(
                    new CommandDefinition(Applied, new { schema }, cancellationToken: cancellationToken)
                )
            ).ToDictionary(row => row.Number, row => row.Checksum);
            var now = new List<string>();
            foreach (var script in scripts)
            {
                if (applied.TryGetValue(script.Number, out var checksum))
                {
                    Refuse(script, checksum);
                    continue;
                }

                await RunAsync(connection, schema, script, cancellationToken);
                now.Add($"{schema}/{script.Name}");
            }

            return now;
        }
        finally
        {
            await connection.ExecuteAsync("SELECT pg_advisory_unlock(@Lock)", new { Lock });
        }
    }

    private static async Task RunAsync(
        NpgsqlConnection connection,
        string schema,
        Script script,
        CancellationToken cancellationToken
    )
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        try
        {
            await connection.ExecuteAsync(
                new CommandDefinition(
                    script.Sql,
                    transaction: transaction,
                    commandTimeout: NoTimeout,
                    cancellationToken: cancellationToken
                )
            );
        }
        catch (PostgresException wrong)
        {
            throw new MigrationException($"{schema}/{script.Name} failed: {wrong.MessageText}", wrong);
        }

        await connection.ExecuteAsync(
            new CommandDefinition(
                Record,
                new
                {
                    schema,
                    number = script.Number,
                    name = script.Name,
                    checksum = script.Checksum,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        await transaction.CommitAsync(cancellationToken);
    }

    private static void Refuse(Script script, string checksum)
    {
        if (checksum != script.Checksum)
        {
            throw new MigrationException(
                $"{script.Name} was applied and has been changed since. Add a new script instead."
            );
        }
    }

    private static List<Script> ScriptsOf(Assembly assembly) =>
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
                .Select(name => Script.Read(assembly, name))
                .OrderBy(script => script.Number),
        ];

    private sealed record Script(int Number, string Name, string Sql, string Checksum)
    {
        public static Script Read(Assembly assembly, string resource)
        {
            using var stream =
                assembly.GetManifestResourceStream(resource)
                ?? throw new InvalidOperationException($"{resource} is not in {assembly.GetName().Name}.");
            using var reader = new StreamReader(stream);
            var sql = reader.ReadToEnd();
            var parts = resource.Split('.');
            var name = $"{parts[^2]}.sql";
            return new Script(
                int.Parse(name.AsSpan(0, 4)),
                name,
                sql,
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))
            );
        }
    }
}

/// <summary>The schema could not be brought up to date; the message says which script and why.</summary>
public sealed class MigrationException(string message, Exception? inner = null) : Exception(message, inner);
