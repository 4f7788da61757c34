using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageMesh.Router.Telemetry;

namespace TriageMesh.Router.Assignment;

/// <summary>Drains the queues that were asked for at once, and every few seconds those in which somebody waits.</summary>
internal sealed partial class DrainWorker(
    QueueDrain drain,
    NpgsqlDataSource database,
    Signals signals,
    RouterTelemetry telemetry,
    TimeProvider time,
    ILogger<DrainWorker> logger
) : BackgroundService
{
    private static readonly TimeSpan Sweep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private const string QueuesOf = """
        SELECT DISTINCT queue_id FROM router.queue_members WHERE agent_id = ANY (@agents)
        """;

    private const string WaitingByQueue = """
        SELECT q.queue_id, q.name, count(t.ticket_id) AS waiting
          FROM router.queues q
          LEFT JOIN router.tickets t
            ON t.queue_id = q.queue_id AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
         GROUP BY q.queue_id
        """;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var swept = time.GetTimestamp() - time.TimestampFrequency * 60;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                HashSet<Guid> queues =
                [
                    .. signals.TakeQueues(),
                    .. await QueuesOfAsync(signals.TakeAgents(), stoppingToken),
                ];
                if (time.GetElapsedTime(swept) >= Sweep)
                {
                    // Also while others ask all the time: what nobody asked for is found here.
                    queues.UnionWith(await WaitingAsync(stoppingToken));
                    swept = time.GetTimestamp();
                }

                foreach (var queue in queues)
                {
                    await drain.RunAsync(queue, stoppingToken);
                }

                await signals.Drain.WaitAsync(signals.AnyAgain ? Soon : Sweep, time, stoppingToken);
            }
            catch (Exception failed) when (failed is NpgsqlException or TimeoutException)
            {
                LogFailed(failed.GetType().Name);
                await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
            }
        }
    }

    private async Task<IEnumerable<Guid>> QueuesOfAsync(Guid[] agents, CancellationToken cancellationToken)
    {
        if (agents.Length == 0)
        {
            return [];
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QueryAsync<Guid>(
            new CommandDefinition(QueuesOf, new { agents }, cancellationToken: cancellationToken)
        );
    }

    private async Task<IReadOnlyList<Guid>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var queues = (
            await connection.QueryAsync<(Guid QueueId, string Name, long Waiting)>(
                new CommandDefinition(WaitingByQueue, cancellationToken: cancellationToken)
            )
        ).AsList();
        telemetry.Depth(queues.Select(queue => (queue.Name, queue.Waiting)));
        return [.. queues.Where(queue => queue.Waiting > 0).Select(queue => queue.QueueId)];
    }

    [LoggerMessage(
        EventId = 3102,
        Level = LogLevel.Warning,
        Message = "Draining the queues failed: {Reason}; again soon"
    )]
    private partial void LogFailed(string reason);
}
