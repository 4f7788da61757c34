using System.Text.Json;
using Dapper;
using MassTransit;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Webhooks;

namespace TriageMesh.Router.Relay;

/// <summary>Changes to tickets that the mesh has not heard of yet.</summary>
internal sealed class EventOutbox(NpgsqlDataSource database, IBus bus, Signals signals, TimeProvider time)
{
    private const int BatchSize = 1024;
    private const int MessageSize = 256;
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(10);

    // One relay at a time, so that a ticket's events leave in their order.
    private const string TakeTurn = """
        SELECT pg_try_advisory_xact_lock(hashtext('router.events'))
        """;

    private const string Claim = """
        SELECT event_id, ticket_id, kind, actor, at, cause, data::text AS data, status, queue_id, assignee_id, version
          FROM router.events
         WHERE published_at IS NULL
         ORDER BY event_id
         LIMIT @BatchSize
           FOR NO KEY UPDATE SKIP LOCKED
        """;

    private const string Mark = """
        UPDATE router.events SET published_at = @now WHERE event_id = ANY (@ids) AND at BETWEEN @oldest AND @newest
        """;

    /// <summary>Publishes one batch of what is there and marks it; if publishing fails, nothing is marked.</summary>
    /// <returns>How many events were published; null where it is another router's turn.</returns>
    public async Task<int?> PublishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);

        if (!await connection.ExecuteScalarAsync<bool>(Command(TakeTurn)))
        {
            return null;
        }

        var events = (await connection.QueryAsync<Row>(Command(Claim, new { BatchSize }))).AsList();
        if (events.Count == 0)
        {
            return 0;
        }

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(PublishTimeout);
        var messages = events.Select(row => row.ToMessage()).ToList();
        foreach (var chunk in messages.Chunk(MessageSize))
        {
            await bus.Publish(new TicketEvents(chunk), deadline.Token);
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var deliveries = await WebhookDeliveries.AddAsync(transaction, messages, now, cancellationToken);
        await connection.ExecuteAsync(
            Command(
                Mark,
                new
                {
                    ids = events.Select(row => row.EventId).ToArray(),
                    oldest = events.Min(row => row.At),
                    newest = events.Max(row => row.At),
                    now,
                }
            )
        );
        await transaction.CommitAsync(cancellationToken);
        if (deliveries > 0)
        {
            signals.Webhooks.Set();
        }

        return events.Count;
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
                Version = Version,
            };
    }
}
