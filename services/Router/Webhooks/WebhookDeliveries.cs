using System.Text.Json;
using System.Text.Json.Nodes;
using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Tickets;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Webhooks;

/// <summary>Writes down which webhooks are to be told of which events, within the transaction that publishes the events.</summary>
internal static class WebhookDeliveries
{
    private const string Active = """
        SELECT webhook_id, kinds FROM router.webhooks WHERE active
        """;

    private const string Add = """
        INSERT INTO router.webhook_deliveries (webhook_id, event_id, body, next_attempt_at, created_at)
        SELECT u.webhook_id, u.event_id, u.body, @now, @now
          FROM unnest(@webhooks, @events, @bodies) AS u (webhook_id, event_id, body)
            ON CONFLICT (webhook_id, event_id) DO NOTHING
        """;

    /// <summary>Adds the deliveries of these events.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> AddAsync(
        NpgsqlTransaction transaction,
        IReadOnlyCollection<TicketEvent> events,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var connection = transaction.Connection!;
        var webhooks = (
            await connection.QueryAsync<(Guid Id, string[] Kinds)>(
                new CommandDefinition(Active, transaction: transaction, cancellationToken: cancellationToken)
            )
        ).AsList();
        var due = webhooks
            .SelectMany(webhook =>
                events
                    .Where(item => webhook.Kinds.Length == 0 || webhook.Kinds.Contains(item.Kind))
                    .Select(item => (webhook.Id, item.EventId, Body: BodyOf(item)))
            )
            .ToList();
        return due.Count == 0
            ? 0
            : await connection.ExecuteAsync(
                new CommandDefinition(
                    Add,
                    new
                    {
                        webhooks = due.Select(row => row.Id).ToArray(),
                        events = due.Select(row => row.EventId).ToArray(),
                        bodies = due.Select(row => row.Body).ToArray(),
                        now,
                    },
                    transaction,
                    cancellationToken: cancellationToken
                )
            );
    }

    /// <summary>What the receiver gets: which ticket, what happened, where it stands; no word that a person wrote. Who needs more asks the API.</summary>
    private static string BodyOf(TicketEvent item) =>
        JsonSerializer.Serialize(
            new
            {
                Type = $"ticket.{item.Kind}",
                Timestamp = item.At,
                Data = new
                {
                    item.EventId,
                    item.TicketId,
                    Number = TicketNumber.Of(item.TicketId),
                    item.Version,
                    item.Status,
                    item.QueueId,
                    item.AssigneeId,
                    item.Actor,
                    Clock = ClockOf(item),
                },
            },
            MeshJson.Options
        );

    /// <summary>Why a clock pauses is what somebody wrote; every other reason is ours.</summary>
    private static JsonObject? ClockOf(TicketEvent item)
    {
        if (!item.Kind.StartsWith("clock.", StringComparison.Ordinal) || item.Data is not { } data)
        {
            return null;
        }

        var clock = JsonObject.Create(data);
        if (item.Kind == ClockChanged.KindOf(ClockEventKind.Pause))
        {
            clock?.Remove("reason");
        }

        return clock;
    }
}
