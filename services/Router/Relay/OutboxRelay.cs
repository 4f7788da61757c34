using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Praise;

namespace TriageMesh.Router.Relay;

/// <summary>Publishes what people's commands have left to be published: replies, questions to authors, relabelings, erasures. The record is the outbox.</summary>
internal sealed partial class OutboxRelay(
    ReplyOutbox replies,
    PraiseRequestOutbox requests,
    RelabelOutbox relabels,
    ErasureOutbox erasures,
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
                var published =
                    await replies.PublishAsync(stoppingToken)
                    + await requests.PublishAsync(stoppingToken)
                    + await relabels.PublishAsync(stoppingToken)
                    + await erasures.PublishAsync(stoppingToken);
                if (published == 0)
                {
                    await signals.Outbox.WaitAsync(LookEvery, time, stoppingToken);
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
