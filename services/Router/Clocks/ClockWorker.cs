using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;

namespace TriageMesh.Router.Clocks;

/// <summary>Sleeps until the next clock is due, a second at most, so that what another router wrote is seen too.</summary>
internal sealed partial class ClockWorker(
    ClockTimers timers,
    TicketCloser closer,
    Signals signals,
    TimeProvider time,
    ILogger<ClockWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(15);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan CloseEvery = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var closed = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                int fired;
                while ((fired = await timers.FireDueAsync(stoppingToken)) == ClockTimers.BatchSize)
                {
                    // A full batch: there is more.
                }

                if (time.GetUtcNow() - closed >= CloseEvery)
                {
                    while (await closer.CloseDueAsync(stoppingToken) == TicketCloser.BatchSize)
                    {
                        // A full batch: there is more.
                    }

                    closed = time.GetUtcNow();
                }

                // Where some were due the next ones are near: a few milliseconds' worth of them is one set.
                var next = fired > 0 ? Pace : Until(await timers.NextAsync(stoppingToken));
                await signals.Clocks.WaitAsync(next, time, stoppingToken);
            }
            catch (Exception failed)
                when (failed is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);
                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
    }

    /// <remarks>What is due and was not found is in other hands for the moment.</remarks>
    private TimeSpan Until(Instant? next)
    {
        var wait = next?.ToDateTimeOffset() - time.GetUtcNow() ?? LookEvery;
        return wait <= TimeSpan.Zero ? Soon
            : wait < AtLeast ? AtLeast
            : wait > LookEvery ? LookEvery
            : wait;
    }

    [LoggerMessage(
        EventId = 3201,
        Level = LogLevel.Warning,
        Message = "Clocks cannot be looked at: {Reason}; next look in a second"
    )]
    private partial void LogFailed(string reason);
}
