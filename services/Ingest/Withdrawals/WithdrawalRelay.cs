using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageMesh.Ingest.Relay;
using TriageMesh.Platform.Bus;

namespace TriageMesh.Ingest.Withdrawals;

/// <summary>Tells the mesh of posts that are gone.</summary>
internal sealed partial class WithdrawalRelay(
    WithdrawalStore withdrawals,
    IBus bus,
    IOptions<RelayOptions> options,
    TimeProvider time,
    ILogger<WithdrawalRelay> logger
) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.SafetyPoll, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TellAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping.
        }
    }

    private async Task TellAsync(CancellationToken stoppingToken)
    {
        try
        {
            int looked;
            do
            {
                looked = await withdrawals.PublishAsync(
                    options.Value.BatchSize,
                    async message =>
                    {
                        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
                        deadline.CancelAfter(options.Value.PublishTimeout);
                        await bus.PublishToQueueAsync(message, deadline.Token);
                    },
                    stoppingToken
                );
            } while (looked == options.Value.BatchSize);
        }
#pragma warning disable CA1031 // Whatever keeps a message from the broker, the withdrawals stay and are tried again.
        catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogFailed(failed.GetType().Name);
        }
    }

    [LoggerMessage(
        EventId = 1102,
        Level = LogLevel.Warning,
        Message = "Withdrawn posts could not be told ({Reason}); they stay and are tried again"
    )]
    private partial void LogFailed(string reason);
}
