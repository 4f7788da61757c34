using Microsoft.Extensions.Logging;
using NodaTime;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>Sleeps until the next clock is due, a second at most, so that what another router wrote is seen too.</summary>
internal sealed class ClockWorker(
    ClockTimers timers,
    TicketCloser closer,
    TicketsOfTheErased erased,
    Signals signals,
    TimeProvider time,
    ILogger<ClockWorker> logger
) : SteadyWorker(time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan CloseEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset _closed = DateTimeOffset.MinValue;

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        var closes = Time.GetUtcNow() - _closed >= CloseEvery;
        while (closes && await erased.EndAsync(stoppingToken) == TicketsOfTheErased.BatchSize)
        {
            // A full batch: there is more. Nobody is to be told of their clocks any more, so before these fire.
        }

        int fired;
        while ((fired = await timers.FireDueAsync(stoppingToken)) == ClockTimers.BatchSize)
        {
            // A full batch: there is more.
        }

        if (closes)
        {
            while (await closer.CloseDueAsync(stoppingToken) == TicketSweep.BatchSize)
            {
                // A full batch: there is more.
            }

            _closed = Time.GetUtcNow();
        }

        // Where some were due the next ones are near: a few milliseconds' worth of them is one set.
        var next = fired > 0 ? Pace : Until(await timers.NextAsync(stoppingToken));
        await signals.Clocks.WaitAsync(next, Time, stoppingToken);
    }

    /// <remarks>What is due and was not found is in other hands for the moment.</remarks>
    private TimeSpan Until(Instant? next)
    {
        var wait = next?.ToDateTimeOffset() - Time.GetUtcNow() ?? LookEvery;
        return wait <= TimeSpan.Zero ? Soon
            : wait < AtLeast ? AtLeast
            : wait > LookEvery ? LookEvery
            : wait;
    }
}
