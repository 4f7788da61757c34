using Dapper;
using Microsoft.Extensions.Logging;
using NodaTime;
using Npgsql;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Assignment;

/// <summary>Tells the leads, once, that a queue's tickets find nobody; again only after its lane has been empty.</summary>
internal sealed partial class LaneAlerts(
    NpgsqlDataSource database,
    RuleBooks rules,
    Signals signals,
    TimeProvider time,
    ILogger<LaneAlerts> logger
)
{
    private const string IsOpen = """
        SELECT EXISTS (SELECT FROM router.lane_alerts WHERE queue_id = @queueId AND ended_at IS NULL)
        """;

    private const string Begin = """
        INSERT INTO router.lane_alerts (queue_id, reason, ticket_id, waiting, began_at)
        SELECT @queueId, @reason, nearest.ticket_id,
               (SELECT count(*) FROM router.tickets t
                 WHERE t.queue_id = @queueId AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
                   AND NOT t.snoozed),
               @now
          FROM (SELECT t.ticket_id
                  FROM router.tickets t
                 WHERE t.queue_id = @queueId AND t.assignee_id IS NULL AND t.status NOT IN ('resolved', 'closed')
                   AND NOT t.snoozed
                 ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
                 LIMIT 1) AS nearest
        ON CONFLICT (queue_id) WHERE ended_at IS NULL DO NOTHING
        RETURNING ticket_id, waiting
        """;

    private const string End = """
        UPDATE router.lane_alerts
           SET ended_at = @now
         WHERE queue_id = @queueId AND ended_at IS NULL
           AND NOT EXISTS (SELECT FROM router.tickets t
                            WHERE t.queue_id = @queueId AND t.assignee_id IS NULL
                              AND t.status NOT IN ('resolved', 'closed') AND NOT t.snoozed)
        """;

    /// <summary>Something waits and nobody can take it.</summary>
    public async Task BeginAsync(Guid queueId, WaitReason reason, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (
            await connection.ExecuteScalarAsync<bool>(
                new CommandDefinition(IsOpen, new { queueId }, cancellationToken: cancellationToken)
            )
        )
        {
            return;
        }

        var book = await rules.LoadAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var word = TriageMesh.Contracts.WireName<WaitReason>.Of(reason);
        var begun = await connection.QuerySingleOrDefaultAsync<(long TicketId, int Waiting)?>(
            new CommandDefinition(
                Begin,
                new
                {
                    queueId,
                    reason = word,
                    now,
                },
                transaction,
                cancellationToken: cancellationToken
            )
        );
        if (begun is not var (ticketId, waiting))
        {
            return;
        }

        var files = await TicketStore.LockAsync(transaction, [ticketId], book, cancellationToken);
        foreach (var file in files.Values.Where(file => file.State is { IsUnresolved: true, AssigneeId: null }))
        {
            file.Apply(new LeadTold(word), Actor.System, now, $"{waiting} tickets wait in the lane");
        }

        await TicketWrites.WriteAsync(transaction, files.Values, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        signals.Events.Set();
        LogBegan(queueId, waiting, reason);
    }

    /// <summary>Nothing waits any more, if that is so.</summary>
    public async Task EndAsync(Guid queueId, CancellationToken cancellationToken)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow()).ToMicroseconds();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            new CommandDefinition(End, new { queueId, now }, cancellationToken: cancellationToken)
        );
    }

    [LoggerMessage(
        EventId = 3101,
        Level = LogLevel.Warning,
        Message = "Queue {QueueId}: {Waiting} tickets wait, {Reason}"
    )]
    private partial void LogBegan(Guid queueId, int waiting, WaitReason reason);
}
