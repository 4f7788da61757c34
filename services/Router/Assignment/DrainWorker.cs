using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router.Telemetry;

namespace TriageMesh.Router.Assignment;

/// <summary>Drains the queues that were asked for at once, and every few seconds those in which somebody waits.</summary>
internal sealed class DrainWorker(
    QueueDrain drain,
    NpgsqlDataSource database,
    Signals signals,
    RouterTelemetry telemetry,
    TimeProvider time,
    ILogger<DrainWorker> logger
) : SteadyWorker(time, logger)
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

    private long? _swept;

    protected override async Task TurnAsync(CancellationToken stoppingToken)
    {
        HashSet<Guid> queues = [.. signals.TakeQueues(), .. await QueuesOfAsync(signals.TakeAgents(), stoppingToken)];
        if (_swept is not { } swept || Time.GetElapsedTime(swept) >= Sweep)
        {
            // Also while others ask all the time: what nobody asked for is found here.
            queues.UnionWith(await WaitingAsync(stoppingToken));
            _swept = Time.GetTimestamp();
        }

        foreach (var queue in queues)
        {
            try
            {
                await drain.RunAsync(queue, stoppingToken);
            }
            catch (Exception failed) when (!stoppingToken.IsCancellationRequested)
            {
                // One queue's trouble is not the others'; the sweep comes back to it.
                Tell(failed);
            }
        }

        await signals.Drain.WaitAsync(signals.AnyAgain ? Soon : Sweep, Time, stoppingToken);
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
}
