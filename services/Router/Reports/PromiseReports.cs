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

/// <summary>GET /reports/sla and /reports/pauses: what the event log says of promises and of the time they stood still.</summary>
internal static class PromiseReports
{
    private const int MaxPage = 200;
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly string[] Groups = ["clock", "queue", "agent", "policy"];

    // A wait is told once for the ticket; its length by each clock that stood still, of which one is taken.
    private const string Pauses = """
        WITH begun AS (
          SELECT e.actor, count(*) AS pauses, count(*) FILTER (WHERE (e.data ->> 'while_unanswered')::boolean) AS flagged
            FROM router.events e
           WHERE e.kind = 'waiting' AND e.at >= @from AND e.at < @to
           GROUP BY e.actor
        ), ended AS (
          SELECT paused_by AS actor, sum(paused_seconds) AS paused_seconds
            FROM (SELECT DISTINCT ON (e.ticket_id, e.at)
                         e.data ->> 'paused_by' AS paused_by, (e.data ->> 'paused_seconds')::bigint AS paused_seconds
                    FROM router.events e
                   WHERE e.kind IN ('clock.resume', 'clock.meet', 'clock.cancel') AND e.data ? 'paused_by'
                     AND e.at >= @from AND e.at < @to
                   ORDER BY e.ticket_id, e.at, e.data ->> 'clock') AS pause
           GROUP BY paused_by
        ), used AS (
          SELECT p.stopped_agent::text AS actor, sum(p.used_seconds)::bigint AS used_seconds
            FROM router.promises p
           WHERE p.clock = 'resolution' AND p.stopped_at >= @from AND p.stopped_at < @to AND p.stopped_agent IS NOT NULL
           GROUP BY p.stopped_agent
        )
        SELECT a.agent_id, a.name, coalesce(s.pauses, 0) AS pauses, coalesce(s.flagged, 0) AS flagged,
               coalesce(p.paused_seconds, 0)::bigint AS paused_seconds, coalesce(u.used_seconds, 0) AS used_seconds
          FROM begun s
          FULL JOIN ended p USING (actor)
          FULL JOIN used u USING (actor)
          JOIN router.agents a ON a.agent_id::text = actor
         ORDER BY a.name, a.agent_id
        """;

    internal const string Flagged = """
        SELECT e.event_id, e.ticket_id, e.at, a.agent_id, coalesce(a.name, e.actor) AS by_name, e.data ->> 'for' AS waits_for,
               e.data ->> 'reason' AS reason, q.queue_id, q.name AS queue_name
          FROM router.events e
          JOIN router.queues q USING (queue_id)
          LEFT JOIN router.agents a ON a.agent_id::text = e.actor
         WHERE e.kind = 'waiting' AND (e.data ->> 'while_unanswered')::boolean
           AND (@agentId::uuid IS NULL OR e.actor = @agentId::text)
           AND e.at >= @from AND e.at < @to AND (e.at, e.event_id) < (@before, @beforeId)
         ORDER BY e.at DESC, e.event_id DESC
         LIMIT @limit
        """;

    public static void MapPromiseReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/reports/sla", SlaAsync).RequireAuthorization(Allow.Leads).WithName("GetSlaReport");
        api.MapGet("/reports/pauses", PausesAsync).RequireAuthorization(Allow.Leads).WithName("GetPauseReport");
        api.MapGet("/reports/pauses/flagged", FlaggedAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("ListFlaggedPauses");
    }

    private static async Task<Results<Ok<SlaReport>, ValidationProblem>> SlaAsync(
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string by = "clock"
    )
    {
        var span = SpanOf(from, to, time);
        if (Wrong(span, by) is { } wrong)
        {
            return wrong;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var length = span.To - span.From;
        var now = await PromiseStatistics.CountAsync(connection, span.From, span.To, by, cancellationToken);
        var before = await PromiseStatistics.CountAsync(
            connection,
            span.From - length,
            span.From,
            by,
            cancellationToken
        );
        var figures = before.ToDictionary(row => (row.Kind, row.GroupId));
        return TypedResults.Ok(
            new SlaReport(
                span.From.ToDateTimeOffset(),
                span.To.ToDateTimeOffset(),
                by,
                [
                    .. now.Select(row =>
                            ToRow(row, row.ToFigures(), figures.GetValueOrDefault((row.Kind, row.GroupId)))
                        )
                        .Concat(
                            before
                                .ExceptBy(now.Select(row => (row.Kind, row.GroupId)), row => (row.Kind, row.GroupId))
                                .Select(row => ToRow(row, PromiseFigures.None, row))
                        )
                        .OrderBy(row => row.Group, StringComparer.Ordinal)
                        .ThenBy(row => row.Kind),
                ]
            )
        );
    }

    private static async Task<Results<Ok<PauseReport>, ValidationProblem>> PausesAsync(
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null
    )
    {
        var span = SpanOf(from, to, time);
        if (Wrong(span) is { } wrong)
        {
            return wrong;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<AgentRow>(
            new CommandDefinition(Pauses, new { span.From, span.To }, cancellationToken: cancellationToken)
        );
        return TypedResults.Ok(
            new PauseReport(
                span.From.ToDateTimeOffset(),
                span.To.ToDateTimeOffset(),
                [.. rows.Select(row => row.ToView())]
            )
        );
    }

    private static async Task<Results<Ok<Page<FlaggedPause>>, ValidationProblem>> FlaggedAsync(
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        Guid? agent = null,
        string? cursor = null,
        int limit = 50
    )
    {
        var span = SpanOf(from, to, time);
        if (Wrong(span) is { } wrong)
        {
            return wrong;
        }

        var size = Math.Clamp(limit, 1, MaxPage);
        var page = Cursor.Read(cursor, 2);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = (
            await connection.QueryAsync<FlaggedRow>(
                new CommandDefinition(
                    Flagged,
                    new
                    {
                        span.From,
                        span.To,
                        agentId = agent,
                        before = Cursor.At(page?[0]) ?? Cursor.Latest,
                        beforeId = long.TryParse(page?[1], out var id) ? id : long.MaxValue,
                        limit = size,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).AsList();
        return TypedResults.Ok(
            new Page<FlaggedPause>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : Cursor.Write(Cursor.Of(rows[^1].At), rows[^1].EventId.ToString())
            )
        );
    }

    private static SlaReportRow ToRow(PromiseRow row, PromiseFigures now, PromiseRow? before) =>
        new()
        {
            Kind = row.Kind,
            GroupId = row.GroupId,
            Group = row.GroupName,
            Now = now,
            Before = before?.ToFigures() ?? PromiseFigures.None,
        };

    private static (Instant From, Instant To) SpanOf(DateTimeOffset? from, DateTimeOffset? to, TimeProvider time)
    {
        var end = to ?? time.GetUtcNow();
        return (Instant.FromDateTimeOffset(from ?? end - Usual), Instant.FromDateTimeOffset(end));
    }

    private static ValidationProblem? Wrong((Instant From, Instant To) span, string by = "clock")
    {
        var problems = new Problems()
            .Add(span.To <= span.From, "to", "A span ends after it begins.")
            .Add(span.To - span.From > Duration.FromTimeSpan(Longest), "to", "A span has at most 366 days.")
            .Add(!Groups.Contains(by), "by", "Ask by clock, queue, agent or policy.");
        return problems.Any ? problems.ToAnswer() : null;
    }

    private sealed record AgentRow
    {
        public Guid AgentId { get; init; }
        public required string Name { get; init; }
        public long Pauses { get; init; }
        public long Flagged { get; init; }
        public long PausedSeconds { get; init; }
        public long UsedSeconds { get; init; }

        public PauseReportRow ToView() =>
            new(
                AgentId,
                Name,
                (int)Pauses,
                (int)Flagged,
                PausedSeconds,
                UsedSeconds,
                PausedSeconds + UsedSeconds == 0
                    ? null
                    : Math.Round((double)PausedSeconds / (PausedSeconds + UsedSeconds), 4)
            );
    }

    private sealed record FlaggedRow
    {
        public long EventId { get; init; }
        public long TicketId { get; init; }
        public Instant At { get; init; }
        public Guid? AgentId { get; init; }
        public required string ByName { get; init; }
        public required string WaitsFor { get; init; }
        public required string Reason { get; init; }
        public Guid QueueId { get; init; }
        public required string QueueName { get; init; }

        public FlaggedPause ToView() =>
            new(
                TicketId,
                TicketNumber.Of(TicketId),
                At.ToDateTimeOffset(),
                AgentId,
                ByName,
                WaitsFor,
                Reason,
                new QueueRef(QueueId, QueueName)
            );
    }
}
