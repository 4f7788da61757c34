using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Router.Snooze;

/// <summary>Looks every second whether a snoozed ticket's time has come.</summary>
internal sealed partial class SnoozeWorker(SnoozeTimers timers, TimeProvider time, ILogger<SnoozeWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await timers.WakeDueAsync(stoppingToken) == SnoozeTimers.BatchSize)
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
        EventId = 3202,
        Level = LogLevel.Warning,
        Message = "Snoozed tickets cannot be looked at: {Reason}; next look in a second"
    )]
    private partial void LogFailed(string reason);
}
