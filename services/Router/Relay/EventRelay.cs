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
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);
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
                if (announced >= EventOutbox.BatchSize)
                {
                    continue;
                }

                if (announced > 0)
                {
                    await Task.Delay(Pace, time, stoppingToken);
                }
                else
                {
                    left |= await signals.Events.WaitAsync(left ? AfterTurn : LookEvery, time, stoppingToken);
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
