using Microsoft.Extensions.Logging;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Snooze;

/// <summary>Looks every second whether a snoozed ticket's time has come.</summary>
internal sealed class SnoozeWorker(SnoozeTimers timers, TimeProvider time, ILogger<SnoozeWorker> logger)
    : SteadyWorker(time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        while (await timers.WakeDueAsync(stoppingToken) == TicketSweep.BatchSize)
        {
            // A full batch: there is more.
        }

        await Task.Delay(LookEvery, Time, stoppingToken);
    }
}
