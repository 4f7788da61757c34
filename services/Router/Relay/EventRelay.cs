using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace TriageMesh.Router.Relay;

/// <summary>Announces events as soon as they are committed; where there are many, some milliseconds' worth at a time.</summary>
internal sealed partial class EventRelay(
    EventOutbox events,
    Signals signals,
    TimeProvider time,
    ILogger<EventRelay> logger
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
                var announced = await events.PublishAsync(stoppingToken);
                if (announced == 0)
                {
                    await signals.Events.WaitAsync(LookEvery, time, stoppingToken);
                }
                else if (announced < EventOutbox.BatchSize)
                {
                    await Task.Delay(EventOutbox.Pace, time, stoppingToken);
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

    [LoggerMessage(EventId = 3502, Level = LogLevel.Warning, Message = "Events wait to be announced: {Reason}")]
    private partial void LogFailed(string reason);
}
