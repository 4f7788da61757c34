using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageMesh.Router.Telemetry;

namespace TriageMesh.Router.Assignment;

/// <summary>Drains the queues that were asked for, and every few seconds those where work and people are both waiting.</summary>
internal sealed partial class DrainWorker(
    QueueDrain drain,
    NpgsqlDataSource database,
    Signals signals,
    RouterTelemetry telemetry,
    TimeProvider time,
    ILogger<DrainWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromSeconds(5);

    private const string Drainable = """
        SELECT DISTINCT m.queue_id
          FROM router.queue_members m
          JOIN router.agents a USING (agent_id)
         WHERE a.online AND a.active AND a.open_tickets < a.capacity
           AND EXISTS (
               SELECT FROM router.tickets t
                WHERE t.queue_id = m.queue_id AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
                  AND t.status IN ('new', 'reopened'))
        """;

    private const string Depth = """
        SELECT q.name, count(t.ticket_id)
          FROM router.queues q
          LEFT JOIN router.tickets t
            ON t.queue_id = q.queue_id AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
         GROUP BY q.name
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = DateTimeOffset.MinValue;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (time.GetUtcNow() - swept >= SweepEvery)
                {
                    await SweepAsync(stoppingToken);
                    swept = time.GetUtcNow();
                }

                foreach (var queue in signals.TakeQueues())
                {
                    await drain.DrainAsync(queue, stoppingToken);
                }

                await signals.Drain.WaitAsync(SweepEvery, time, stoppingToken);
            }
            catch (Exception failed)
                when (failed is NpgsqlException or TimeoutException && !stoppingToken.IsCancellationRequested)
            {
                LogFailed(failed.GetType().Name);
                await Task.Delay(SweepEvery, time, stoppingToken);
            }
        }
    }

    private async Task SweepAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var queues = await connection.QueryAsync<Guid>(
            new CommandDefinition(Drainable, cancellationToken: cancellationToken)
        );
        foreach (var queue in queues)
        {
            signals.RequestDrain(queue);
        }

        telemetry.Depth(
            await connection.QueryAsync<(string Queue, long Unassigned)>(
                new CommandDefinition(Depth, cancellationToken: cancellationToken)
            )
        );
    }

    [LoggerMessage(
        EventId = 3301,
        Level = LogLevel.Warning,
        Message = "Queues cannot be drained: {Reason}; next try with the next sweep"
    )]
    private partial void LogFailed(string reason);
}
