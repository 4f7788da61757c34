using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Router.Policies;

/// <summary>Works on what is to be recalculated; a job that a router left behind goes on with another.</summary>
internal sealed partial class RecalculationWorker(
    Recalculations recalculations,
    TimeProvider time,
    ILogger<RecalculationWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await recalculations.RunBatchAsync(stoppingToken))
                {
                    // There may be more.
                }
            }
            catch (Exception failed)
                when (failed is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);
            }

            await Task.Delay(LookEvery, time, stoppingToken);
        }
    }

    [LoggerMessage(
        EventId = 3211,
        Level = LogLevel.Warning,
        Message = "A recalculation cannot go on: {Reason}; next look in two seconds"
    )]
    private partial void LogFailed(string reason);
}
