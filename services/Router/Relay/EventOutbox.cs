using System.Text.Json;
using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Bus;
using TriageMesh.Router.Webhooks;

namespace TriageMesh.Router.Relay;

/// <summary>Changes to tickets that the mesh has not heard of yet.</summary>
internal sealed class EventOutbox(NpgsqlDataSource database, IBus bus, Signals signals, TimeProvider time)
{
    /// <summary>Ends every statement that writes events, <c>written (event_id, ticket_id, at)</c>: with them is committed that they are to be announced.</summary>
    public const string Announce = """
        INSERT INTO router.announcements (event_ids, ticket_ids, since)
        SELECT array_agg(event_id), array_agg(ticket_id), min(at) FROM written HAVING count(*) > 0
        """;

    /// <summary>From so many events on a batch is full, and another call may find more at once.</summary>
    public const int BatchSize = 1024;

    /// <summary>Where events come thick and fast they are announced so many milliseconds' worth at a time.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    // What one transaction holds at most.
    private const int MostAtOnce = 16 * BatchSize;

    private const int MessageSize = 256;

    // One relay at a time, so that a ticket's events leave in their order. What follows is planned once for each connection,
    // perhaps while nothing is there yet: it is never to read a table whole, and any index that it may go by is a good one.
    private const string TryTurn = """
        SELECT pg_try_advisory_xact_lock(hashtext('router.events')) FROM set_config('enable_seqscan', 'off', true)
        """;

    private const string AwaitTurn = """
        SELECT pg_advisory_xact_lock(hashtext('router.events'))
        """;

    // Of what is there as much as fits into a few messages.
    private static readonly string Take = $"""
        WITH taken AS (
          DELETE FROM router.announcements
           WHERE announcement_id = ANY (ARRAY (
                 SELECT announcement_id
                   FROM (SELECT announcement_id,
                                sum(cardinality(event_ids)) OVER (ORDER BY announcement_id) - cardinality(event_ids) AS before
                           FROM router.announcements
                          ORDER BY announcement_id
                          LIMIT 256) AS first
                  WHERE before < {BatchSize}))
          RETURNING event_ids, ticket_ids, since)
        SELECT e.event_id, e.ticket_id, e.kind, e.actor, e.at, e.cause, e.data::text AS data, e.status, e.queue_id,
               e.assignee_id, e.version,
               CASE e.status WHEN 'handed_over' THEN (
                    SELECT handed_to FROM router.tickets ticket WHERE ticket.ticket_id = e.ticket_id) END AS handed_to
          FROM taken t
         CROSS JOIN unnest(t.event_ids, t.ticket_ids) AS u (event_id, ticket_id)
         CROSS JOIN LATERAL (
               SELECT *
                 FROM router.events
                WHERE event_id = u.event_id AND ticket_id = u.ticket_id AND at >= t.since
                LIMIT 1) AS e
         ORDER BY e.event_id
        """;

    /// <summary>Waits for this router's turn and announces what is there then, and what comes until the broker has all of it for certain; what it does not take stays to be announced.</summary>
    /// <remarks>If the process dies between publishing and committing, events are announced twice; whoever hears them knows them by their number.</remarks>
    /// <returns>How many events were published.</returns>
    public async Task<int> PublishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var hasTurn = await TryTurnAsync(transaction, cancellationToken);
        if (!hasTurn)
        {
            // Another router announces, so events come thick and fast: a few more may gather.
            await Task.Delay(Pace, time, cancellationToken);
        }

        var (published, deliveries, certain) = (0, 0, Task.CompletedTask);
        do
        {
            var events = await TakeAsync(transaction, hasTurn, cancellationToken);
            hasTurn = true;
            if (events.Count > 0)
            {
                // While the broker makes sure of the messages, the webhooks are written down.
                published += events.Count;
                certain = Task.WhenAll(certain, AnnounceAsync(events, cancellationToken));
                deliveries += await WebhookDeliveries.AddAsync(transaction, events, Now(), cancellationToken);
            }
        } while (!await IsDoneAsync(certain, Pace, cancellationToken) && published < MostAtOnce);

        if (published > 0)
        {
            await certain;
            await transaction.CommitAsync(cancellationToken);
        }

        if (deliveries > 0)
        {
            signals.Webhooks.Set();
        }

        return published;
    }

    private Instant Now() => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <summary>Waits a little. A disk that hesitates keeps the broker from being certain, not from delivering: who listens need not wait with it.</summary>
    private async Task<bool> IsDoneAsync(Task certain, TimeSpan little, CancellationToken cancellationToken)
    {
        if (!certain.IsCompleted)
        {
            await Task.WhenAny(certain, Task.Delay(little, time, cancellationToken));
        }

        return certain.IsCompleted;
    }

    // The same few statements many times a second: each connection's server process plans them once.
    private static async Task<bool> TryTurnAsync(NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(TryTurn, transaction.Connection, transaction);
        await command.PrepareAsync(cancellationToken);
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes what is there, once this router has its turn.</summary>
    private static async Task<List<TicketEvent>> TakeAsync(
        NpgsqlTransaction transaction,
        bool hasTurn,
        CancellationToken cancellationToken
    )
    {
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        if (!hasTurn)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(AwaitTurn));
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand(Take));
        await batch.PrepareAsync(cancellationToken);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!hasTurn)
        {
            await reader.NextResultAsync(cancellationToken);
        }

        var (events, parse) = (new List<TicketEvent>(), reader.GetRowParser<Row>());
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(parse(reader).ToMessage());
        }

        return events;
    }

    /// <summary>Messages are on their way side by side; a ticket's events are never in two of them at once.</summary>
    private async Task AnnounceAsync(List<TicketEvent> events, CancellationToken cancellationToken)
    {
        var lanes = ((events.Count - 1) / MessageSize) + 1;
        await Task.WhenAll(
            events
                .GroupBy(item => item.TicketId % lanes)
                .Select(async lane =>
                {
                    foreach (var chunk in lane.Chunk(MessageSize))
                    {
                        await bus.PublishInTimeAsync(new TicketEvents(chunk), cancellationToken);
                    }
                })
        );
    }

    private sealed record Row
    {
        public long EventId { get; init; }
        public long TicketId { get; init; }
        public required string Kind { get; init; }
        public required string Actor { get; init; }
        public Instant At { get; init; }
        public string? Cause { get; init; }
        public string? Data { get; init; }
        public required string Status { get; init; }
        public Guid QueueId { get; init; }
        public Guid? AssigneeId { get; init; }
        public Guid? HandedTo { get; init; }
        public long Version { get; init; }

        public TicketEvent ToMessage() =>
            new()
            {
                EventId = EventId,
                TicketId = TicketId,
                Kind = Kind,
                Actor = Actor,
                At = At.ToDateTimeOffset(),
                Cause = Cause,
                Data = Data is null ? null : JsonElement.Parse(Data),
                Status = WireName<TicketStatus>.Parse(Status),
                QueueId = QueueId,
                AssigneeId = AssigneeId,
                HandedTo = HandedTo,
                Version = Version,
            };
    }
}
