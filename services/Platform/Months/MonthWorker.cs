using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Platform.Months;

/// <summary>Sees to the months: made before anything else begins, then looked after every few hours.</summary>
internal sealed partial class MonthWorker(MonthKeeper months, TimeProvider time, ILogger<MonthWorker> logger)
    : BackgroundService,
        IHostedLifecycleService
{
    private static readonly TimeSpan Every = TimeSpan.FromHours(6);
    private static readonly TimeSpan AfterBusy = TimeSpan.FromSeconds(30);

    /// <summary>After the migrations, which are registered before.</summary>
    public async Task StartingAsync(CancellationToken cancellationToken) =>
        await TryAsync(months.MakeAsync, cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var done =
                await TryAsync(months.MakeAsync, stoppingToken)
                & await TryAsync(months.DropAsync, stoppingToken)
                & await TryAsync(months.AnalyzeAsync, stoppingToken);
            try
            {
                await Task.Delay(done ? Every : AfterBusy, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task<bool>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work(cancellationToken);
        }
        catch (Exception failed) when (failed is NpgsqlException or SocketException or TimeoutException)
        {
            LogFailed(failed.GetType().Name);
            return false;
        }
    }

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "Months cannot be seen to: {Reason}")]
    private partial void LogFailed(string reason);
}
