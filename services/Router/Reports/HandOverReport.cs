using System.Globalization;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Reports;

/// <summary>GET /reports/hand-overs: who holds what for whom, since when, bounced how often. Newest first, from the event log.</summary>
internal static class HandOverReport
{
    private const int MaxPage = 200;

    /// <summary>What ended the hand-over <c>e</c>, if anything has.</summary>
    internal const string Ending = """
          LEFT JOIN LATERAL (
               SELECT x.kind, x.at, x.data
                 FROM router.events x
                WHERE x.ticket_id = e.ticket_id AND x.event_id > e.event_id AND x.at >= e.at
                  AND x.kind IN ('hand_over_accepted', 'hand_over_bounced', 'resolved', 'misrouted', 'author_erased')
                ORDER BY x.event_id
                LIMIT 1) AS done ON true
        """;

    /// <summary>What came of it.</summary>
    internal const string Outcome = """
        CASE done.kind WHEN 'hand_over_accepted' THEN 'accepted'
                       WHEN 'hand_over_bounced' THEN done.data->>'cause'
                       ELSE CASE WHEN done.kind IS NULL THEN 'pending' ELSE 'ended' END END
        """;

    // The times say which months of the log need not be looked at; nothing waits for an answer longer than its ticket is open.
    internal const string Page = $"""
        SELECT e.event_id, e.ticket_id, (e.data->>'round')::int AS round, e.at AS since, e.data->>'reason' AS reason,
               e.data->>'promised' AS promised, e.data->>'order_number' AS order_number,
               f.queue_id AS from_id, f.name AS from_name, q.queue_id AS to_id, q.name AS to_name,
               s.agent_id AS sender_id, s.name AS sender_name,
               {Outcome} AS outcome,
               done.at AS ended_at, done.data->>'reason' AS answer,
               CASE WHEN done.kind IS NULL THEN c.due_at END AS due_at,
               h.agent_id AS holder_id, h.name AS holder_name, b.queue_id AS held_by_id, b.name AS held_by_name,
               (SELECT count(*) FROM router.events x
                 WHERE x.ticket_id = e.ticket_id AND x.at >= t.opened_at AND x.kind = 'hand_over_bounced') AS bounces
          FROM router.events e
          JOIN router.tickets t USING (ticket_id)
          JOIN router.queues f ON f.queue_id = (e.data->>'from_queue_id')::uuid
          JOIN router.queues q ON q.queue_id = (e.data->>'to_queue_id')::uuid
          JOIN router.queues b ON b.queue_id = t.queue_id
          LEFT JOIN router.agents s ON s.agent_id = (e.data->>'from_agent_id')::uuid
          LEFT JOIN router.agents h ON h.agent_id = t.assignee_id
          LEFT JOIN router.clocks c
            ON c.ticket_id = e.ticket_id AND c.kind = 'acceptance' AND c.round = (e.data->>'round')::int
        {Ending}
         WHERE e.kind = 'handed_over'
           AND e.event_id < @before
           AND (@pending IS FALSE OR (done.kind IS NULL AND t.status = 'handed_over'))
           AND (@pending IS FALSE
                OR e.at >= (SELECT min(w.opened_at) FROM router.tickets w WHERE w.status = 'handed_over'))
           AND (@queue::uuid IS NULL OR (e.data->>'to_queue_id')::uuid = @queue OR (e.data->>'from_queue_id')::uuid = @queue)
           AND (@from::timestamptz IS NULL OR e.at >= @from)
           AND (@to::timestamptz IS NULL OR e.at < @to)
         ORDER BY e.event_id DESC
         LIMIT @size
        """;

    public static void MapHandOverReport(this IEndpointRouteBuilder api) =>
        api.MapGet("/reports/hand-overs", HandleAsync).RequireAuthorization(Allow.Leads).WithName("GetHandOverReport");

    /// <param name="database">Where the log is.</param>
    /// <param name="pending">Only those that wait for an answer.</param>
    /// <param name="queue">Only those from or to this queue.</param>
    /// <param name="from">Only those since.</param>
    /// <param name="to">Only those before.</param>
    /// <param name="cursor">What the page before gave as <c>next</c>.</param>
    /// <param name="limit">Rows of a page, 1 to 200.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async Task<Ok<Page<HandOverRow>>> HandleAsync(
        NpgsqlDataSource database,
        bool? pending,
        Guid? queue,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 100, 1, MaxPage);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    Page,
                    new
                    {
                        before = Cursor.Before(cursor),
                        pending = pending ?? false,
                        queue,
                        from = from is { } since ? Instant.FromDateTimeOffset(since) : (Instant?)null,
                        to = to is { } until ? Instant.FromDateTimeOffset(until) : (Instant?)null,
                        size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<HandOverRow>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : Cursor.Write(rows[^1].EventId.ToString(CultureInfo.InvariantCulture))
            )
        );
    }

    private sealed record Row
    {
        public long EventId { get; init; }
        public long TicketId { get; init; }
        public int Round { get; init; }
        public Instant Since { get; init; }
        public required string Reason { get; init; }
        public required string Promised { get; init; }
        public string? OrderNumber { get; init; }
        public Guid FromId { get; init; }
        public required string FromName { get; init; }
        public Guid ToId { get; init; }
        public required string ToName { get; init; }
        public Guid? SenderId { get; init; }
        public string? SenderName { get; init; }
        public required string Outcome { get; init; }
        public Instant? EndedAt { get; init; }
        public string? Answer { get; init; }
        public Instant? DueAt { get; init; }
        public Guid? HolderId { get; init; }
        public string? HolderName { get; init; }
        public Guid HeldById { get; init; }
        public required string HeldByName { get; init; }
        public long Bounces { get; init; }

        public HandOverRow ToView() =>
            new()
            {
                TicketId = TicketId,
                Number = TicketNumber.Of(TicketId),
                Round = Round,
                From = new QueueRef(FromId, FromName),
                FromAgent = SenderId is { } sender ? new PersonView(sender, SenderName ?? "") : null,
                To = new QueueRef(ToId, ToName),
                Reason = Reason,
                Promised = Promised,
                OrderNumber = OrderNumber,
                Since = Since.ToDateTimeOffset(),
                Outcome = Outcome,
                EndedAt = EndedAt?.ToDateTimeOffset(),
                Answer = Answer,
                DueAt = DueAt?.ToDateTimeOffset(),
                Holder = HolderId is { } holder ? new PersonView(holder, HolderName ?? "") : null,
                HeldBy = new QueueRef(HeldById, HeldByName),
                Bounces = (int)Bounces,
            };
    }
}
