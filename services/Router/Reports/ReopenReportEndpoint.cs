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

/// <summary>GET /reports/reopens: which tickets came back, because of what, and who had resolved them. From the event log.</summary>
internal static class ReopenReportEndpoint
{
    private const int MaxPage = 200;

    // Before causes were written, a person's reopening had a reason and a customer's none.
    internal const string Cause = """
        coalesce(e.data->>'because', CASE WHEN e.data->>'reason' IS NULL THEN 'unclear_post' ELSE 'by_person' END)
        """;

    private const string Span = """
        e.kind = 'reopened'
           AND (@from::timestamptz IS NULL OR e.at >= @from)
           AND (@to::timestamptz IS NULL OR e.at < @to)
        """;

    private const string Causes = $"""
        SELECT {Cause} AS cause, count(*)::int AS count
          FROM router.events e
         WHERE {Span}
         GROUP BY 1
         ORDER BY 2 DESC, 1
        """;

    internal const string Page = $"""
        SELECT e.event_id, e.ticket_id, (e.data->>'cycle')::int AS cycle, {Cause} AS cause, e.data->>'reason' AS reason,
               coalesce(g.name, e.actor) AS by_name, e.at, q.queue_id, q.name AS queue_name,
               (SELECT coalesce(p.name, r.actor)
                  FROM router.events r
                  LEFT JOIN router.agents p ON p.agent_id::text = r.actor
                 WHERE r.ticket_id = e.ticket_id AND r.event_id < e.event_id AND r.kind = 'resolved'
                   AND r.at >= t.opened_at AND r.at <= e.at
                 ORDER BY r.event_id DESC
                 LIMIT 1) AS resolved_by
          FROM router.events e
          JOIN router.tickets t USING (ticket_id)
          JOIN router.queues q ON q.queue_id = t.queue_id
          LEFT JOIN router.agents g ON g.agent_id::text = e.actor
         WHERE {Span}
           AND e.event_id < @before
           AND (@cause::text IS NULL OR {Cause} = @cause)
         ORDER BY e.event_id DESC
         LIMIT @size
        """;

    public static void MapReopenReport(this IEndpointRouteBuilder api) =>
        api.MapGet("/reports/reopens", HandleAsync).RequireAuthorization(Allow.Leads).WithName("GetReopenReport");

    internal static async Task<Ok<ReopenReport>> HandleAsync(
        NpgsqlDataSource database,
        DateTimeOffset? from,
        DateTimeOffset? to,
        string? cause,
        string? cursor,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var size = Math.Clamp(limit ?? 100, 1, MaxPage);
        var parameters = new
        {
            from = from is { } since ? Instant.FromDateTimeOffset(since) : (Instant?)null,
            to = to is { } until ? Instant.FromDateTimeOffset(until) : (Instant?)null,
            cause,
            before = Cursor.Before(cursor),
            size,
        };
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        CommandDefinition Command(string sql) => new(sql, parameters, cancellationToken: cancellationToken);
        var causes = await connection.QueryAsync<ReopenCauseCount>(Command(Causes));
        var rows = (await connection.QueryAsync<Row>(Command(Page))).AsList();
        return TypedResults.Ok(
            new ReopenReport(
                [.. causes],
                new Page<ReopenRow>(
                    rows.ConvertAll(row => row.ToView()),
                    rows.Count < size ? null : Cursor.Write(rows[^1].EventId.ToString(CultureInfo.InvariantCulture))
                )
            )
        );
    }

    private sealed record Row
    {
        public long EventId { get; init; }
        public long TicketId { get; init; }
        public int Cycle { get; init; }
        public required string Cause { get; init; }
        public string? Reason { get; init; }
        public required string ByName { get; init; }
        public Instant At { get; init; }
        public Guid QueueId { get; init; }
        public required string QueueName { get; init; }
        public string? ResolvedBy { get; init; }

        public ReopenRow ToView() =>
            new(
                TicketId,
                TicketNumber.Of(TicketId),
                Cycle,
                Cause,
                Reason,
                ByName,
                At.ToDateTimeOffset(),
                ResolvedBy,
                new QueueRef(QueueId, QueueName)
            );
    }
}
