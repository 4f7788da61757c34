using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace TriageMesh.Platform.Hosting;

/// <summary>Works in turns until the process stops. A turn that fails is told in the log, and the next begins a second later.</summary>
/// <remarks>Nothing that one turn stumbles over ends the process, and with it everybody else's work.</remarks>
public abstract partial class SteadyWorker(TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(1);

    /// <summary>The clock by which it waits.</summary>
    protected TimeProvider Time { get; } = time;

    /// <summary>One turn, with whatever it waits for at its end.</summary>
    protected abstract Task TurnAsync(CancellationToken stoppingToken);

    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await TurnAsync(stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                Tell(failed);
                await Task.Delay(Again, Time, stoppingToken);
            }
        }
    }

    /// <summary>Writes into the log why something could not be done: a line for what passes, all of it for what should not have been.</summary>
    protected void Tell(Exception failed)
    {
        if (failed is NpgsqlException or TimeoutException or TryAgainException)
        {
            LogWaits(GetType().Name, failed.GetType().Name);
        }
        else
        {
            LogFailed(failed, GetType().Name);
        }
    }

    [LoggerMessage(EventId = 1020, Level = LogLevel.Warning, Message = "{Worker} waits: {Reason}")]
    private partial void LogWaits(string worker, string reason);

    [LoggerMessage(EventId = 1021, Level = LogLevel.Error, Message = "{Worker} failed; it goes on in a second")]
    private partial void LogFailed(Exception failed, string worker);
}
