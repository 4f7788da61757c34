using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Router.Praise;

/// <summary>Looks every few seconds which grants are over. Whoever exports or posts meanwhile is refused by the grant itself.</summary>
internal sealed partial class GrantWorker(GrantTimers timers, TimeProvider time, ILogger<GrantWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await timers.ExpireDueAsync(stoppingToken) == GrantTimers.BatchSize)
                {
                    // A full batch: there is more.
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
        EventId = 3601,
        Level = LogLevel.Warning,
        Message = "Grants cannot be looked at: {Reason}; again in seconds"
    )]
    private partial void LogFailed(string reason);
}
