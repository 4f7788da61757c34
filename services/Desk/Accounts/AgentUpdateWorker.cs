using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Desk.Accounts;

/// <summary>Makes the first admin when there is none, then keeps the router's agents up to date.</summary>
internal sealed partial class AgentUpdateWorker(
    FirstAdmin firstAdmin,
    AgentUpdates updates,
    TimeProvider time,
    ILogger<AgentUpdateWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasAdmin = false;
        using var timer = new PeriodicTimer(Every, time);
        do
        {
            try
            {
                hasAdmin = hasAdmin || await firstAdmin.EnsureAsync(stoppingToken);
                await updates.TellAsync(stoppingToken);
            }
            catch (Exception failed) when (failed is NpgsqlException or TimeoutException)
            {
                LogFailed(failed.GetType().Name);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(EventId = 4012, Level = LogLevel.Warning, Message = "Accounts cannot be looked after: {Reason}")]
    private partial void LogFailed(string reason);
}
