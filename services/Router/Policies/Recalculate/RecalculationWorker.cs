using Microsoft.Extensions.Logging;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Router.Policies;

/// <summary>Works on what is to be recalculated; a job that a router left behind goes on with another.</summary>
internal sealed class RecalculationWorker(
    Recalculations recalculations,
    TimeProvider time,
    ILogger<RecalculationWorker> logger
) : SteadyWorker(time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        while (await recalculations.RunBatchAsync(stoppingToken))
        {
            // There may be more.
        }

        await Task.Delay(LookEvery, Time, stoppingToken);
    }
}
