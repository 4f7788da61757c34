using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Platform.Http;

/// <summary>Forgets commands when their day is over, whether another comes or not: what was answered to them is personal.</summary>
internal sealed partial class CommandKeyWorker(CommandKeys keys, TimeProvider time, ILogger<CommandKeyWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        try
        {
            do
            {
                await ForgetAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task ForgetAsync(CancellationToken stoppingToken)
    {
        try
        {
            await keys.ForgetAsync(stoppingToken);
        }
        catch (Exception failed) when (failed is NpgsqlException or SocketException or TimeoutException)
        {
            LogFailed(failed.GetType().Name);
        }
    }

    [LoggerMessage(EventId = 26, Level = LogLevel.Warning, Message = "Old commands cannot be forgotten: {Reason}")]
    private partial void LogFailed(string reason);
}
