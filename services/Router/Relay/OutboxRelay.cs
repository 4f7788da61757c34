using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Router.Relay;

/// <summary>Publishes what the transactions have left to be published: events and replies. The record is the outbox.</summary>
internal sealed partial class OutboxRelay(
    EventOutbox events,
    ReplyOutbox replies,
    Signals signals,
    TimeProvider time,
    ILogger<OutboxRelay> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var published = await events.PublishAsync(stoppingToken) + await replies.PublishAsync(stoppingToken);
                if (published == 0)
                {
                    await signals.Outbox.WaitAsync(LookEvery, time, stoppingToken);
                }
            }
            catch (Exception failed)
                when (failed
                        is NpgsqlException
                            or TimeoutException
                            or MassTransitException
                            or OperationCanceledException
                    && !stoppingToken.IsCancellationRequested
                )
            {
                LogFailed(failed.GetType().Name);
                await Task.Delay(AfterFailure, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 3501, Level = LogLevel.Warning, Message = "The outbox waits: {Reason}")]
    private partial void LogFailed(string reason);
}
