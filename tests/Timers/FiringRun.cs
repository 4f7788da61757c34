using Dapper;
using Npgsql;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

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

    public static async Task<FiringResult> RunAsync(Plan plan, CancellationToken cancellationToken)
    {
        var postgres = new PostgresFixture();
        var rabbit = new RabbitFixture();
        postgres.Require();
        rabbit.Require();
        await postgres.InitializeAsync();
        await rabbit.InitializeAsync();
        var routers = new List<ServiceProcess>();
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

            return await WatchAsync(plan, postgres.Database, rabbit, routers, cancellationToken);
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
        RabbitFixture rabbit,
        List<ServiceProcess> routers,
        CancellationToken cancellationToken
    )
    {
        var heard = new HeardSteps(plan.Due);
        var listener = HeardSteps.Listen(rabbit.Uri, heard);
        await listener.StartAsync(cancellationToken);
        try
        {
            var from = TimeProvider.System.GetUtcNow().Add(plan.Lead);
            await SeededClocks.WriteAsync(database, plan, from.UtcDateTime, cancellationToken);
            var wait = from - TimeProvider.System.GetUtcNow();
            if (wait < TimeSpan.Zero)
            {
                throw new InvalidOperationException(
                    "Writing the clocks took longer than planned for: take fewer, or a longer --ahead."
                );
            }

            await Console.Error.WriteLineAsync($"{plan.Clocks} clocks are there; the first falls due in {wait}.");
            await Eventually.Come(from, cancellationToken);
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var cpu = await MeshCpu.OfAsync(connection, rabbit, routers, cancellationToken);
            await Eventually.Come(from.AddSeconds(plan.Warm), cancellationToken);
            cpu.Start(heard.Count);
            await Eventually.Come(from.AddSeconds(plan.Warm + (plan.Seconds / 2.0)), cancellationToken);
            if (plan.Kill && routers.Count > 1)
            {
                cpu.Keep(routers[0]);
                routers[0].Kill();
            }

            var deadline = from.AddSeconds(plan.Warm + plan.Seconds + 60);
            await Eventually.Be(
                () => (heard.Count, Now: TimeProvider.System.GetUtcNow()),
                seen => seen.Count >= plan.Due || seen.Now >= deadline,
                cancellationToken,
                TimeSpan.FromSeconds(plan.Seconds) + Eventually.Patience * 2
            );

            var spent = cpu.Stop(heard.Count);
            var took = heard.Last - from;
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
                spent
            );
        }
        finally
        {
            await listener.StopAsync(CancellationToken.None);
        }
    }
}
