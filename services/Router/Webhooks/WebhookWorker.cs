using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Router.Webhooks;

/// <summary>Sends deliveries as they come due, and keeps the log short.</summary>
internal sealed partial class WebhookWorker(
    WebhookSender sender,
    Signals signals,
    TimeProvider time,
    ILogger<WebhookWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var forgot = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                while (await sender.SendDueAsync(stoppingToken) > 0)
                {
                    // More may be due.
                }

                if (time.GetUtcNow() - forgot >= ForgetEvery)
                {
                    await sender.ForgetAsync(stoppingToken);
                    forgot = time.GetUtcNow();
                }

                var next = await sender.NextAsync(stoppingToken);
                var wait = next?.ToDateTimeOffset() - time.GetUtcNow() ?? LookEvery;
                await signals.Webhooks.WaitAsync(
                    wait < AtLeast ? AtLeast
                        : wait > LookEvery ? LookEvery
                        : wait,
                    time,
                    stoppingToken
                );
            }
            catch (Exception failed)
                when (failed is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);
                await Task.Delay(LookEvery, time, stoppingToken);
            }
        }
    }

    [LoggerMessage(EventId = 3601, Level = LogLevel.Warning, Message = "Webhooks wait: {Reason}")]
    private partial void LogFailed(string reason);
}
