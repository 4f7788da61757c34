using Microsoft.Extensions.Logging;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Router.Praise;

/// <summary>Looks every few seconds which grants are over. Whoever exports or posts meanwhile is refused by the grant itself.</summary>
internal sealed class GrantWorker(GrantTimers timers, TimeProvider time, ILogger<GrantWorker> logger)
    : SteadyWorker(time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        while (await timers.ExpireDueAsync(stoppingToken) == GrantTimers.BatchSize)
        {
            // A full batch: there is more.
        }

        await Task.Delay(LookEvery, Time, stoppingToken);
    }
}
