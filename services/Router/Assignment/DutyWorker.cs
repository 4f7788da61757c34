using Dapper;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router.Team;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Looks every second who has gone without a word, or for good, and what has not been opened in time.</summary>
internal sealed class DutyWorker(
    Presence presence,
    UnopenedTickets unopened,
    SwitchedOffAgents switchedOff,
    NpgsqlDataSource database,
    TimeProvider time,
    ILogger<DutyWorker> logger
) : SteadyWorker(time, logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(10);

    private const string Prune = """
        DELETE FROM router.given WHERE at < @before
        """;

    private DateTimeOffset _pruned = DateTimeOffset.MinValue;

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        await presence.ExpireAsync(stoppingToken);
        while (await unopened.ReturnDueAsync(stoppingToken) == TicketSweep.BatchSize)
        {
            // A full batch: there is more.
        }

        while (await switchedOff.ReturnAsync(stoppingToken) == TicketSweep.BatchSize)
        {
            // A full batch: there is more.
        }

        if (Time.GetUtcNow() - _pruned >= PruneEvery)
        {
            await PruneAsync(stoppingToken);
            _pruned = Time.GetUtcNow();
        }

        await Task.Delay(LookEvery, Time, stoppingToken);
    }

    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = Instant.FromDateTimeOffset(Time.GetUtcNow()) - DrainAgents.LongestWindow;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(Prune, new { before }, cancellationToken: cancellationToken)
        );
    }
}
