using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TriageMesh.Router.Praise;

namespace TriageMesh.Router.Relay;

/// <summary>Publishes what the transactions have left to be published: events, replies, questions to authors, relabelings. The record is the outbox.</summary>
internal sealed partial class OutboxRelay(
    EventOutbox events,
    ReplyOutbox replies,
    PraiseRequestOutbox requests,
    RelabelOutbox relabels,
    Signals signals,
    TimeProvider time,
    ILogger<OutboxRelay> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterTurn = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var left = false;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var announced = await events.PublishAsync(stoppingToken);
                // Another router has the turn. What was written here may have come too late for its look: see that it goes.
                left &= announced is null;
                var others =
                    await replies.PublishAsync(stoppingToken)
                    + await requests.PublishAsync(stoppingToken)
                    + await relabels.PublishAsync(stoppingToken);
                if ((announced ?? 0) + others == 0)
                {
                    left |= await signals.Outbox.WaitAsync(left ? AfterTurn : LookEvery, time, stoppingToken);
                }
            }
#pragma warning disable CA1031 // Whatever keeps a message from the broker, the rows stay and are tried again.
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
            {
                LogFailed(failed.GetType().Name);
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 3501, Level = LogLevel.Warning, Message = "The outbox waits: {Reason}")]
    private partial void LogFailed(string reason);
}
