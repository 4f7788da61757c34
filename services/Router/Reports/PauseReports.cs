using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Reports;

/// <summary>GET /reports/pauses: for how long promises stood still, and by whose word; what was set over a post without an answer, by itself.</summary>
internal static class PauseReports
{
    private const int MaxPage = 200;

    // A ticket that was split off brings the waits of before with it, as copies: they were set once, and on the other ticket.
    internal const string IsNoCopy = """
        NOT EXISTS (
               SELECT FROM router.tickets c
                 JOIN router.events s ON s.ticket_id = c.split_from AND s.kind = 'split_off' AND s.at > e.at
                WHERE c.ticket_id = e.ticket_id AND (s.data ->> 'into_ticket')::bigint = c.ticket_id)
        """;

    private const string Figures = $"""
        WITH begun AS (
          SELECT e.actor, count(*) AS pauses, count(*) FILTER (WHERE (e.data ->> 'while_unanswered')::boolean) AS flagged
            FROM router.events e
           WHERE e.kind = 'waiting' AND e.at >= @from AND e.at < @to AND {IsNoCopy}
           GROUP BY e.actor
        ), used AS (
          SELECT p.stopped_agent::text AS actor, sum(p.used_seconds)::bigint AS used_seconds
            FROM router.promises p
           WHERE p.clock = 'resolution' AND p.stopped_at >= @from AND p.stopped_at < @to AND p.stopped_agent IS NOT NULL
           GROUP BY p.stopped_agent
        )
        SELECT actor, coalesce(s.pauses, 0) AS pauses, coalesce(s.flagged, 0) AS flagged,
               coalesce(u.used_seconds, 0) AS used_seconds
          FROM begun s
          FULL JOIN used u USING (actor)
        """;

    // Each with the part of it that lies in the span, and the hours by which the ticket's promise is counted; what still lasts
    // reaches to now. One that lasted through a split counts on the new ticket only since.
    private const string Parts = $"""
        SELECT p.by_actor AS actor, greatest(p.from_at, @from, s.at) AS since,
               least(coalesce(p.to_at, @now), @to, @now) AS until, c.calendar_id
        {HeldWithin}
        """;

    /// <summary>The pauses <c>p</c> that reach into a span, of tickets with a resolution to promise; <c>s</c> is when theirs was split off.</summary>
    internal const string HeldWithin = """
          FROM router.pauses p
         CROSS JOIN LATERAL (
               SELECT k.calendar_id
                 FROM router.clocks k
                WHERE k.ticket_id = p.ticket_id AND k.kind IN ('resolution', 'total_resolution')
                  AND (k.stopped_at IS NULL OR k.stopped_at > p.from_at)
                ORDER BY k.kind
                LIMIT 1) AS c
          LEFT JOIN LATERAL (
               SELECT e.at
                 FROM router.tickets t
                 JOIN router.events e ON e.ticket_id = t.split_from AND e.kind = 'split_off'
                WHERE t.ticket_id = p.ticket_id AND (e.data ->> 'into_ticket')::bigint = t.ticket_id
                LIMIT 1) AS s ON true
         WHERE p.from_at < @to AND coalesce(p.to_at, 'infinity') > @from
        """;

    private const string Names = """
        SELECT agent_id, name FROM router.agents WHERE agent_id::text = ANY (@actors) ORDER BY name, agent_id
        """;

    internal const string Flagged = $"""
        SELECT e.event_id, e.ticket_id, e.at, a.agent_id, coalesce(a.name, e.actor) AS by_name, e.data ->> 'for' AS waits_for,
               e.data ->> 'reason' AS reason, q.queue_id, q.name AS queue_name
          FROM router.events e
          JOIN router.queues q USING (queue_id)
          LEFT JOIN router.agents a ON a.agent_id::text = e.actor
         WHERE e.kind = 'waiting' AND (e.data ->> 'while_unanswered')::boolean
           AND (@agentId::uuid IS NULL OR e.actor = @agentId::text)
           AND e.at >= @from AND e.at < @to AND (e.at, e.event_id) < (@before, @beforeId) AND {IsNoCopy}
         ORDER BY e.at DESC, e.event_id DESC
         LIMIT @limit
        """;

    public static void MapPauseReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/reports/pauses", PausesAsync).RequireAuthorization(Allow.Leads).WithName("GetPauseReport");
        api.MapGet("/reports/pauses/flagged", FlaggedAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("ListFlaggedPauses");
    }

    internal static async Task<Results<Ok<PauseReport>, ValidationProblem>> PausesAsync(
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null
    )
    {
        var span = PromiseReports.SpanOf(from, to, time);
        if (PromiseReports.Wrong(span) is { } wrong)
        {
            return wrong;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new
        {
            span.From,
            span.To,
            now = Instant.FromDateTimeOffset(time.GetUtcNow()),
        };
        CommandDefinition Command(string sql) => new(sql, parameters, cancellationToken: cancellationToken);
        var figures = (await connection.QueryAsync<Figure>(Command(Figures))).ToDictionary(
            row => row.Actor,
            StringComparer.Ordinal
        );
        var book = await rules.LoadAsync(cancellationToken);
        var paused = new Dictionary<string, Duration>(StringComparer.Ordinal);
        var parts = connection.QueryUnbufferedAsync<Part>(Parts, parameters);
        await foreach (var part in parts.WithCancellation(cancellationToken))
        {
            if (part.Since < part.Until)
            {
                paused[part.Actor] =
                    paused.GetValueOrDefault(part.Actor)
                    + book.Calendar(part.CalendarId).WorkingTimeBetween(part.Since, part.Until);
            }
        }

        // What the system holds is nobody's word.
        var actors = figures.Keys.Union(paused.Keys, StringComparer.Ordinal).ToArray();
        var agents = await connection.QueryAsync<(Guid Id, string Name)>(
            new CommandDefinition(Names, new { actors }, cancellationToken: cancellationToken)
        );
        return TypedResults.Ok(
            new PauseReport(
                span.From.ToDateTimeOffset(),
                span.To.ToDateTimeOffset(),
                [
                    .. agents.Select(agent =>
                        ToRow(
                            agent,
                            figures.GetValueOrDefault(agent.Id.ToString()),
                            (long)paused.GetValueOrDefault(agent.Id.ToString()).TotalSeconds
                        )
                    ),
                ]
            )
        );
    }

    private static PauseReportRow ToRow((Guid Id, string Name) agent, Figure? figure, long pausedSeconds)
    {
        var used = figure?.UsedSeconds ?? 0;
        return new PauseReportRow(
            agent.Id,
            agent.Name,
            (int)(figure?.Pauses ?? 0),
            (int)(figure?.Flagged ?? 0),
            pausedSeconds,
            used,
            pausedSeconds + used == 0 ? null : Math.Round((double)pausedSeconds / (pausedSeconds + used), 4)
        );
    }

    internal static async Task<Results<Ok<Page<FlaggedPause>>, ValidationProblem>> FlaggedAsync(
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
        var span = PromiseReports.SpanOf(from, to, time);
        if (PromiseReports.Wrong(span) is { } wrong)
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

    private sealed record Figure
    {
        public required string Actor { get; init; }
        public long Pauses { get; init; }
        public long Flagged { get; init; }
        public long UsedSeconds { get; init; }
    }

    private sealed record Part
    {
        public required string Actor { get; init; }
        public Instant Since { get; init; }
        public Instant Until { get; init; }
        public Guid CalendarId { get; init; }
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
