using System.Collections.Concurrent;
using System.Diagnostics;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Quartz;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Timers;

/// <summary>The same with Quartz.NET and its PostgreSQL job store: one trigger a clock, a job that writes one step and commits.</summary>
internal static class QuartzRun
{
    private const int Threads = 20;
    private const int SecondsAhead = 5;

    private const string Steps = """
        CREATE TABLE steps (ticket_id bigint PRIMARY KEY, at timestamptz NOT NULL)
        """;

    public static async Task<QuartzResult> RunAsync(Plan plan, int rate, CancellationToken cancellationToken)
    {
        var postgres = new PostgresFixture();
        postgres.Require();
        await postgres.InitializeAsync();
        var schedulers = new List<IHost>();
        try
        {
            await using var connection = await postgres.Database.OpenConnectionAsync(cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(Steps, cancellationToken: cancellationToken));
            var job = new FiredSteps(postgres.Database);
            for (var i = 0; i < plan.Routers; i++)
            {
                schedulers.Add(await StartAsync(postgres.ConnectionString, job, cancellationToken));
            }

            var postmaster = await MeshCpu.PostmasterAsync(connection, cancellationToken);
            return await WatchAsync(plan, rate, postmaster, schedulers[0], job, cancellationToken);
        }
        finally
        {
            foreach (var scheduler in schedulers)
            {
                await scheduler.StopAsync(CancellationToken.None);
                scheduler.Dispose();
            }

            await postgres.DisposeAsync();
        }
    }

    private static async Task<IHost> StartAsync(string database, FiredSteps steps, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton(steps);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.UseDefaultThreadPool(Threads);
            quartz.UsePersistentStore(store =>
            {
                store.UsePostgres(NpgsqlFactory.Instance, database);
                store.UseSystemTextJsonSerializer();
                store.UseClustering();
                store.ProvisionSchema();
            });
        });
        builder.Services.AddQuartzHostedService();
        var host = builder.Build();
        await host.StartAsync(cancellationToken);
        return host;
    }

    private static async Task<QuartzResult> WatchAsync(
        Plan plan,
        int rate,
        int postmaster,
        IHost host,
        FiredSteps steps,
        CancellationToken cancellationToken
    )
    {
        var factory = host.Services.GetRequiredService<ISchedulerFactory>();
        var scheduler = await factory.GetScheduler(cancellationToken);
        var count = rate * (plan.Warm + plan.Seconds);
        var writing = Stopwatch.StartNew();
        // Writing takes a while: what is written first must not be due before all is there.
        var from = TimeProvider.System.GetUtcNow().AddSeconds(SecondsAhead + (count / 300));
        var job = JobBuilder.Create<StepJob>().WithIdentity("step").StoreDurably().Build();
        foreach (var chunk in Enumerable.Range(1, count).Chunk(1000))
        {
            await scheduler.ScheduleJobs(
                new Dictionary<IJobDetail, IReadOnlyCollection<ITrigger>>
                {
                    [job] =
                    [
                        .. chunk.Select(i =>
                            TriggerBuilder
                                .Create()
                                .WithIdentity($"t{i}")
                                .ForJob(job)
                                .StartAt(from.AddSeconds((double)i / rate))
                                .Build()
                        ),
                    ],
                },
                new ScheduleJobOptions { Replace = true },
                cancellationToken
            );
        }

        var written = writing.Elapsed;
        await Console.Error.WriteLineAsync($"{count} triggers were written in {written}.");
        await Eventually.Come(from, cancellationToken);
        var before = Cpu(postmaster);
        var deadline = from.AddSeconds(plan.Warm + plan.Seconds + 30);
        await Eventually.Be(
            () => (steps.Count, Now: TimeProvider.System.GetUtcNow()),
            seen => seen.Count >= count || seen.Now >= deadline,
            cancellationToken,
            TimeSpan.FromSeconds(plan.Seconds) + Eventually.Patience * 2
        );

        var after = Cpu(postmaster);
        return new QuartzResult(
            count,
            rate,
            steps.Count,
            steps.LateAfter(from.AddSeconds(plan.Warm)),
            count / written.TotalSeconds,
            TimeProvider.System.GetUtcNow() - from,
            after.ToDictionary(
                process => process.Key,
                process => (process.Value - before[process.Key]) * 1_000_000 / Math.Max(1, steps.Count),
                StringComparer.Ordinal
            )
        );
    }

    private static Dictionary<string, double> Cpu(int postmaster)
    {
        using var self = Process.GetCurrentProcess();
        return new Dictionary<string, double>(StringComparer.Ordinal)
        {
            ["postgres"] = ProcessTree.Read().CpuSeconds(postmaster),
            ["schedulers"] = self.TotalProcessorTime.TotalSeconds,
        };
    }
}

/// <summary>What Quartz showed; lateness in milliseconds, ordered, until the step was committed; CPU in microseconds a fire.</summary>
internal sealed record QuartzResult(
    int Triggers,
    int Rate,
    int Fired,
    double[] Late,
    double WrittenPerSecond,
    TimeSpan Took,
    IReadOnlyDictionary<string, double> Cpu
);

/// <summary>The steps that jobs have committed, and how late.</summary>
internal sealed class FiredSteps(NpgsqlDataSource database)
{
    private const string Put = """
        INSERT INTO steps (ticket_id, at) VALUES ($1, now()) ON CONFLICT DO NOTHING
        """;

    private readonly ConcurrentBag<(DateTimeOffset Due, double Late)> _fired = [];

    public int Count => _fired.Count;

    public double[] LateAfter(DateTimeOffset from) =>
        [.. _fired.Where(step => step.Due >= from).Select(step => step.Late).Order()];

    public async Task PutAsync(string trigger, DateTimeOffset due, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Put);
        command.Parameters.Add(new NpgsqlParameter { Value = long.Parse(trigger.AsSpan(1)) });
        await command.ExecuteNonQueryAsync(cancellationToken);
        _fired.Add((due, (TimeProvider.System.GetUtcNow() - due).TotalMilliseconds));
    }
}

/// <summary>One step of one clock.</summary>
internal sealed class StepJob(FiredSteps steps) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await steps.PutAsync(
            context.Trigger.Key.Name,
            context.ScheduledFireTimeUtc ?? context.FireTimeUtc,
            cancellationToken
        );
}
