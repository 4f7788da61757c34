using Microsoft.Extensions.Logging;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Router.Webhooks;

/// <summary>Sends deliveries as they come due, and keeps the log short.</summary>
internal sealed class WebhookWorker(
    WebhookSender sender,
    Signals signals,
    TimeProvider time,
    ILogger<WebhookWorker> logger
) : SteadyWorker(time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AtLeast = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ForgetEvery = TimeSpan.FromHours(1);

    private DateTimeOffset _forgot = DateTimeOffset.MinValue;

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        await sender.SendDueAsync(stoppingToken);

        if (Time.GetUtcNow() - _forgot >= ForgetEvery)
        {
            await sender.ForgetAsync(stoppingToken);
            _forgot = Time.GetUtcNow();
        }

        var next = await sender.NextAsync(stoppingToken);
        var wait = next?.ToDateTimeOffset() - Time.GetUtcNow() ?? LookEvery;
        await signals.Webhooks.WaitAsync(
            wait < AtLeast ? AtLeast
                : wait > LookEvery ? LookEvery
                : wait,
            Time,
            stoppingToken
        );
    }
}
