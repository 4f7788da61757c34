using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Npgsql;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Timers;

/// <summary>The floor under any timer that is a row: due rows are claimed and marked, and nothing else happens.</summary>
internal static class SweepRun
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private const string Table = """
        CREATE TABLE sweep (id bigint PRIMARY KEY, due_at timestamptz NOT NULL, marked_at timestamptz) WITH (fillfactor = 60);
        CREATE INDEX sweep_due ON sweep (due_at) WHERE marked_at IS NULL
        """;

    private const string Rows = """
        INSERT INTO sweep (id, due_at)
        SELECT i, @from + i * interval '1 second' / @rate FROM generate_series(1, @clocks) AS i
        """;

    private const string Mark = """
        WITH due AS (
          SELECT id FROM sweep
           WHERE marked_at IS NULL AND due_at <= clock_timestamp()
           ORDER BY due_at
           LIMIT 500
             FOR NO KEY UPDATE SKIP LOCKED)
        UPDATE sweep s SET marked_at = clock_timestamp() FROM due WHERE s.id = due.id RETURNING s.due_at
        """;

    public static async Task<SweepResult> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var postgres = new PostgresFixture();
        postgres.Require();
        await postgres.InitializeAsync();
        try
        {
            await using var connection = await postgres.Database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(Table, cancellationToken: cancellationToken));
            var from = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(5 + (plan.Clocks / 50_000));
            await connection.ExecuteAsync(
                new CommandDefinition(
                    Rows,
                    new
                    {
                        from,
                        plan.Rate,
                        plan.Clocks,
                    },
                    commandTimeout: 600,
                    cancellationToken: cancellationToken
                )
            );
            await connection.ExecuteAsync(new CommandDefinition("ANALYZE sweep", cancellationToken: cancellationToken));
            await Eventually.Come(new DateTimeOffset(from), cancellationToken);
            var tree = await MeshCpu.PostmasterAsync(connection, cancellationToken);
            return await WatchAsync(plan, postgres.Database, tree, from, cancellationToken);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task<SweepResult> WatchAsync(
        Plan plan,
        NpgsqlDataSource database,
        int postmaster,
        DateTime from,
        CancellationToken cancellationToken
    )
    {
        var late = new ConcurrentBag<(DateTime Due, double Late)>();
        var until = from.AddSeconds(plan.Warm + plan.Seconds);
        using var self = Process.GetCurrentProcess();
        var (own, server) = (self.TotalProcessorTime, ProcessTree.Read().CpuSeconds(postmaster));
        await Task.WhenAll(
            Enumerable
                .Range(0, plan.Routers)
                .Select(_ => Task.Run(() => SweepAsync(database, late, until, cancellationToken), cancellationToken))
        );
        self.Refresh();
        var rows = Math.Max(1, late.Count);
        return new SweepResult(
            plan.Clocks,
            plan.Rate,
            [.. late.Where(row => row.Due > from.AddSeconds(plan.Warm)).Select(row => row.Late).Order()],
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["postgres"] = (ProcessTree.Read().CpuSeconds(postmaster) - server) * 1_000_000 / rows,
                ["sweepers"] = (self.TotalProcessorTime - own).TotalMicroseconds / rows,
            }
        );
    }

    private static async Task SweepAsync(
        NpgsqlDataSource database,
        ConcurrentBag<(DateTime Due, double Late)> late,
        DateTime until,
        CancellationToken cancellationToken
    )
    {
        using var poll = new PeriodicTimer(Poll);
        while (
            TimeProvider.System.GetUtcNow().UtcDateTime < until && await poll.WaitForNextTickAsync(cancellationToken)
        )
        {
            await using var command = database.CreateCommand(Mark);
            var dues = new List<DateTime>();
            await using (var reader = await command.ExecuteReaderAsync(cancellationToken))
            {
                while (await reader.ReadAsync(cancellationToken))
                {
                    dues.Add(reader.GetDateTime(0));
                }
            }

            var now = TimeProvider.System.GetUtcNow().UtcDateTime;
            dues.ForEach(due => late.Add((due, (now - due).TotalMilliseconds)));
        }
    }
}

/// <summary>What the bare sweep showed; lateness in milliseconds, ordered; CPU in microseconds a row.</summary>
internal sealed record SweepResult(int Rows, int Rate, double[] Late, IReadOnlyDictionary<string, double> Cpu);
