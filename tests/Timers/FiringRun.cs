using System.Diagnostics;
using Dapper;
using Npgsql;
using TriageMesh.TestKit;

namespace TriageMesh.Timers;

/// <summary>One run: routers on a database of its own, clocks that fall due at a steady rate, one router killed halfway.</summary>
internal static class FiringRun
{
    private const int FirstPort = 23_700;

    private const string Steps = """
        SELECT count(*) AS steps,
               (SELECT count(*) - count(DISTINCT ticket_id) FROM router.events WHERE kind = 'clock.warn') AS twice,
               count(*) FILTER (WHERE s.at < c.started_at + interval '24 minutes') AS early
          FROM router.clock_steps s
          JOIN router.clocks c ON (c.ticket_id, c.kind, c.round) = (s.ticket_id, s.clock, s.round)
         WHERE s.ticket_id <= @due
        """;

    private const string Server = """
        SELECT pg_backend_pid()
        """;

    public static async Task<FiringResult> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var postgres = new PostgresFixture();
        var rabbit = new RabbitFixture();
        postgres.Require();
        rabbit.Require();
        await postgres.InitializeAsync();
        await rabbit.InitializeAsync();
        var routers = new List<RouterProcess>();
        try
        {
            await SeededClocks.MigrateAsync(postgres.Database, cancellationToken);
            for (var i = 0; i < plan.Routers; i++)
            {
                routers.Add(
                    await RouterProcess.StartAsync(
                        FirstPort + i,
                        postgres.ConnectionString,
                        rabbit.Uri,
                        cancellationToken
                    )
                );
            }

            return await WatchAsync(plan, postgres.Database, rabbit.Uri, routers, cancellationToken);
        }
        finally
        {
            routers.ForEach(router => router.Dispose());
            await rabbit.DisposeAsync();
            await postgres.DisposeAsync();
        }
    }

    private static async Task<FiringResult> WatchAsync(
        Plan plan,
        NpgsqlDataSource database,
        string bus,
        List<RouterProcess> routers,
        CancellationToken cancellationToken
    )
    {
        var heard = new HeardSteps();
        var listener = HeardSteps.Listen(bus, heard);
        await listener.StartAsync(cancellationToken);
        try
        {
            var from = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(20 + (plan.Clocks / 8_000));
            await SeededClocks.WriteAsync(database, plan, from, cancellationToken);
            var wait = from - TimeProvider.System.GetUtcNow().UtcDateTime;
            if (wait < TimeSpan.Zero)
            {
                throw new InvalidOperationException("Writing the clocks took longer than planned for; take fewer.");
            }

            await Console.Error.WriteLineAsync($"{plan.Clocks} clocks are there; the first falls due in {wait}.");
            await Task.Delay(wait, cancellationToken);
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var server = await PostmasterAsync(connection, cancellationToken);
            var before = Cpu(server, routers);
            var lost = 0.0;
            if (plan.Kill && routers.Count > 1)
            {
                await Task.Delay(TimeSpan.FromSeconds(Plan.WarmSeconds + (plan.Seconds / 2.0)), cancellationToken);
                lost = ProcessTree.Read().CpuSeconds(routers[0].Id);
                routers[0].Kill();
            }

            var deadline = from.AddSeconds(Plan.WarmSeconds + plan.Seconds + 60);
            while (heard.Count < plan.Due && TimeProvider.System.GetUtcNow().UtcDateTime < deadline)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), cancellationToken);
            }

            var after = Cpu(server, routers);
            after["routers"] += lost;
            var took = heard.Last.UtcDateTime - from;
            var (steps, twice, early) = await connection.QuerySingleAsync<(long, long, long)>(
                new CommandDefinition(
                    Steps,
                    new { due = plan.Due },
                    commandTimeout: 300,
                    cancellationToken: cancellationToken
                )
            );
            var (late, decided) = heard.From(plan.FirstCounted);
            return new FiringResult(
                plan.Due,
                heard.Count,
                late,
                decided,
                steps,
                twice,
                early,
                heard.Twice,
                took,
                after.ToDictionary(
                    process => process.Key,
                    process => process.Value - before.GetValueOrDefault(process.Key),
                    StringComparer.Ordinal
                )
            );
        }
        finally
        {
            await listener.StopAsync(CancellationToken.None);
        }
    }

    private static async Task<int> PostmasterAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var backend = await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(Server, cancellationToken: cancellationToken)
        );
        return ProcessTree.Read().ParentOf(backend);
    }

    private static Dictionary<string, double> Cpu(int postmaster, List<RouterProcess> routers)
    {
        var all = ProcessTree.Read();
        using var self = Process.GetCurrentProcess();
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["postgres"] = all.CpuSeconds(postmaster),
            ["routers"] = routers.Sum(router => all.CpuSeconds(router.Id)),
            ["listener"] = self.TotalProcessorTime.TotalSeconds,
        };
    }
}
