using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using TriageMesh.Router.Team;

namespace TriageMesh.Router.Assignment;

/// <summary>Looks every second who has gone without a word and what has not been opened in time.</summary>
internal sealed partial class DutyWorker(
    Presence presence,
    UnopenedTickets unopened,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<DutyWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(10);

    private const string Prune = """
        DELETE FROM router.given WHERE at < @before
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pruned = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await presence.ExpireAsync(stoppingToken);
                while (await unopened.ReturnDueAsync(stoppingToken) == UnopenedTickets.BatchSize)
                {
                    // A full batch: there is more.
                }

                if (time.GetUtcNow() - pruned >= PruneEvery)
                {
                    await PruneAsync(stoppingToken);
                    pruned = time.GetUtcNow();
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

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = Instant.FromDateTimeOffset(time.GetUtcNow()) - DrainAgents.LongestWindow;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(Prune, new { before }, cancellationToken: cancellationToken)
        );
    }

    [LoggerMessage(
        EventId = 3103,
        Level = LogLevel.Warning,
        Message = "Presence and unopened tickets cannot be looked at: {Reason}; again in a second"
    )]
    private partial void LogFailed(string reason);
}
