using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using TriageMesh.Ingest.Intake;
using TriageMesh.Ingest.Relay;
using TriageMesh.Ingest.Withdrawals;

namespace TriageMesh.Ingest.Reconcile;

/// <summary>Publishes again what was accepted and not reported routed after a while, so that a broker that loses its disk loses no mention.</summary>
internal sealed partial class Reconciler(
    MentionsOnTheWay mentions,
    DeliveryStore deliveries,
    WithdrawalStore withdrawals,
    RelaySignal relay,
    IngestTelemetry telemetry,
    IOptions<ReconcileOptions> options,
    IOptions<IntakeOptions> intake,
    TimeProvider time,
    ILogger<Reconciler> logger
) : BackgroundService
{
    private const int Limit = 2_000;

    /// <summary>The age of the oldest mention under way is read no more often than this.</summary>
    private static readonly TimeSpan AgeEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            RepeatAsync(options.Value.Every, RepublishAsync, stoppingToken),
            RepeatAsync(AgeEvery, MeasureAsync, stoppingToken),
            RepeatAsync(ForgetEvery, ForgetAsync, stoppingToken)
        );

    internal async Task RepublishAsync(CancellationToken cancellationToken)
    {
        var republished = await mentions.RepublishAsync(
            Now,
            Duration.FromTimeSpan(options.Value.After),
            Duration.FromTimeSpan(options.Value.AtMost),
            Limit,
            cancellationToken
        );
        if (republished > 0)
        {
            LogRepublished(republished);
            relay.Wake();
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        var oldest = await mentions.OldestAsync(cancellationToken);
        telemetry.OldestUnrouted(oldest is { } since ? (Now - since).ToTimeSpan() : TimeSpan.Zero);
    }

    private async Task ForgetAsync(CancellationToken cancellationToken)
    {
        var before = Now - Duration.FromTimeSpan(intake.Value.KeepDeliveries);
        await deliveries.ForgetAsync(before, cancellationToken);
        await withdrawals.ForgetAsync(before, cancellationToken);
    }

    private async Task RepeatAsync(TimeSpan every, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(every, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryAsync(work, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work(stoppingToken);
        }
        catch (Exception failed) when (failed is NpgsqlException or SocketException or TimeoutException)
        {
            LogFailed(failed.GetType().Name);
        }
    }

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    [LoggerMessage(
        EventId = 1201,
        Level = LogLevel.Warning,
        Message = "{Count} mentions were not reported routed in time and are published again"
    )]
    private partial void LogRepublished(int count);

    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "Reconciling failed: {Reason}")]
    private partial void LogFailed(string reason);
}
