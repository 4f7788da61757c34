using System.Diagnostics;
using System.Net.Sockets;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Ingest.Relay;

/// <summary>Brings stored mentions onto the bus: whatever is there goes into one message, so batches grow by themselves under load.</summary>
internal sealed partial class MentionRelay(
    UnpublishedMentions mentions,
    IBus bus,
    RelaySignal signal,
    IngestTelemetry telemetry,
    IOptions<RelayOptions> options,
    TimeProvider time,
    ILogger<MentionRelay> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>The first worker also polls; the others work when there is more than one message's worth.</summary>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(
            Enumerable
                .Range(0, options.Value.InFlight)
                .Select(worker =>
                    WorkAsync(worker == 0 ? options.Value.SafetyPoll : TimeSpan.FromMinutes(5), stoppingToken)
                )
        );

    private async Task WorkAsync(TimeSpan poll, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await PublishAsync(stoppingToken) == 0)
                {
                    await signal.WaitAsync(poll, stoppingToken);
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // Whatever keeps a message from the broker, the mentions stay and are tried again.
            catch (Exception failed)
#pragma warning restore CA1031
            {
                await AfterAsync(failed, stoppingToken);
            }
        }
    }

    private async Task<int> PublishAsync(CancellationToken stoppingToken)
    {
        var published = await mentions.PublishAsync(
            options.Value.BatchSize,
            batch => PublishAsync(batch, stoppingToken),
            stoppingToken
        );
        if (published > 0)
        {
            telemetry.Relayed(published);
        }

        return published;
    }

    private async Task PublishAsync(IReadOnlyList<Mention> batch, CancellationToken stoppingToken)
    {
        if (batch.Count == options.Value.BatchSize)
        {
            signal.Wake();
        }

        _ = ActivityContext.TryParse(batch[0].TraceParent, traceState: null, isRemote: true, out var parent);
        using var span = IngestTelemetry.Source.StartActivity("relay mentions", ActivityKind.Producer, parent);
        span?.SetTag("messaging.batch.message_count", batch.Count);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        deadline.CancelAfter(options.Value.PublishTimeout);
        try
        {
            // Waited for from outside too: while the bus stops, a publish can outlive its token, and the rows with it.
            await bus.PublishToQueueAsync(new MentionsReceived(batch), deadline.Token);
        }
        catch (OperationCanceledException late) when (!stoppingToken.IsCancellationRequested)
        {
            throw new TimeoutException("The broker did not confirm in time.", late);
        }
    }

    private async Task AfterAsync(Exception failed, CancellationToken stoppingToken)
    {
        if (failed is not (NpgsqlException or SocketException))
        {
            telemetry.PublishFailed();
        }

        LogFailed(failed.GetType().Name);
        try
        {
            await Task.Delay(AfterFailure, time, stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the loop sees it.
        }
    }

    [LoggerMessage(
        EventId = 1101,
        Level = LogLevel.Warning,
        Message = "Mentions could not be published ({Reason}); they stay and are tried again"
    )]
    private partial void LogFailed(string reason);
}
