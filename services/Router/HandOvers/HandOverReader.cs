using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.HandOvers;

/// <summary>Reads the hand-over that a ticket waits in, as its event tells it.</summary>
internal static class HandOverReader
{
    private const string Pending = """
        SELECT e.at AS since, e.data->>'reason' AS reason, e.data->>'promised' AS promised,
               e.data->>'order_number' AS order_number, f.queue_id AS from_id, f.name AS from_name,
               q.queue_id AS to_id, q.name AS to_name, g.agent_id, g.name AS agent_name
          FROM router.events e
          JOIN router.queues f ON f.queue_id = (e.data->>'from_queue_id')::uuid
          JOIN router.queues q ON q.queue_id = (e.data->>'to_queue_id')::uuid
          LEFT JOIN router.agents g ON g.agent_id = (e.data->>'from_agent_id')::uuid
         WHERE e.ticket_id = @ticketId AND e.kind = 'handed_over'
         ORDER BY e.event_id DESC
         LIMIT 1
        """;

    public static async Task<HandOverView?> FindAsync(
        NpgsqlConnection connection,
        long ticketId,
        CancellationToken cancellationToken
    ) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                new CommandDefinition(Pending, new { ticketId }, cancellationToken: cancellationToken)
            )
        )?.ToView();

    private sealed record Row
    {
        public Instant Since { get; init; }
        public required string Reason { get; init; }
        public required string Promised { get; init; }
        public string? OrderNumber { get; init; }
        public Guid FromId { get; init; }
        public required string FromName { get; init; }
        public Guid ToId { get; init; }
        public required string ToName { get; init; }
        public Guid? AgentId { get; init; }
        public string? AgentName { get; init; }

        public HandOverView ToView() =>
            new()
            {
                From = new QueueRef(FromId, FromName),
                FromAgent = AgentId is { } id ? new PersonView(id, AgentName ?? "") : null,
                To = new QueueRef(ToId, ToName),
                Reason = Reason,
                Promised = Promised,
                OrderNumber = OrderNumber,
                Since = Since.ToDateTimeOffset(),
            };
    }
}
