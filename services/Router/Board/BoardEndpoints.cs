using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Board;

/// <summary>GET /sla/board: what is late, what will be, and how the promises were kept today and this week.</summary>
/// <remarks>Misrouted tickets are outside. "Today" begins at midnight of the default queue's calendar, the week on its Monday.</remarks>
internal static class BoardEndpoints
{
    private const string Totals = """
        SELECT count(*) AS open_tickets,
               count(*) FILTER (WHERE assignee_id IS NULL) AS unassigned,
               count(*) FILTER (WHERE next_due_at <= @now) AS overdue,
               count(*) FILTER (WHERE next_due_at > @now AND next_due_at <= @soon) AS due_soon,
               min(oldest_unanswered_at) AS oldest_unanswered_at
          FROM router.tickets
         WHERE status NOT IN ('resolved', 'closed')
        """;

    private const string Queues = """
        SELECT q.queue_id AS id, q.name,
               count(t.ticket_id) AS open,
               count(*) FILTER (WHERE t.next_due_at <= @now) AS overdue,
               count(*) FILTER (WHERE t.next_due_at > @now AND t.next_due_at <= @soon) AS due_soon
          FROM router.queues q
          LEFT JOIN router.tickets t ON t.queue_id = q.queue_id AND t.status NOT IN ('resolved', 'closed')
         GROUP BY q.queue_id
         ORDER BY q.name
        """;

    private const string Agents = """
        SELECT a.agent_id AS id, a.name, a.capacity, a.online,
               count(t.ticket_id) AS open,
               count(*) FILTER (WHERE t.next_due_at <= @now) AS overdue,
               count(*) FILTER (WHERE t.next_due_at > @now AND t.next_due_at <= @soon) AS due_soon
          FROM router.agents a
          LEFT JOIN router.tickets t ON t.assignee_id = a.agent_id AND t.status NOT IN ('resolved', 'closed')
         WHERE a.active AND (a.capacity > 0 OR t.ticket_id IS NOT NULL)
         GROUP BY a.agent_id
         ORDER BY a.name
        """;

    public static void MapBoard(this IEndpointRouteBuilder api) =>
        api.MapGet("/sla/board", GetAsync).RequireAuthorization(Allow.Leads).WithName("GetSlaBoard");

    private static async Task<Ok<SlaBoard>> GetAsync(
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var span = new { now, soon = now + Duration.FromMinutes(30) };
        var book = await rules.LoadAsync(cancellationToken);
        var zone = book.Calendar(book.DefaultQueue.CalendarId).Zone;
        var today = now.InZone(zone).Date;
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var totals = await connection.QuerySingleAsync<TotalsRow>(
            new CommandDefinition(Totals, span, cancellationToken: cancellationToken)
        );
        var queues = await connection.QueryAsync<LaneRow>(
            new CommandDefinition(Queues, span, cancellationToken: cancellationToken)
        );
        var agents = await connection.QueryAsync<LaneRow>(
            new CommandDefinition(Agents, span, cancellationToken: cancellationToken)
        );
        return TypedResults.Ok(
            new SlaBoard
            {
                AsOf = now.ToDateTimeOffset(),
                OpenTickets = (int)totals.OpenTickets,
                Unassigned = (int)totals.Unassigned,
                Overdue = (int)totals.Overdue,
                DueIn30Minutes = (int)totals.DueSoon,
                OldestUnansweredAt = totals.OldestUnansweredAt?.ToDateTimeOffset(),
                Today = await FiguresAsync(connection, zone.AtStartOfDay(today).ToInstant(), now, cancellationToken),
                Week = await FiguresAsync(connection, zone.AtStartOfDay(monday).ToInstant(), now, cancellationToken),
                Queues = [.. queues.Select(row => row.ToLane())],
                Agents = [.. agents.Select(row => row.ToLane())],
            }
        );
    }

    private static async Task<IReadOnlyList<ClockFigures>> FiguresAsync(
        NpgsqlConnection connection,
        Instant from,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var rows = await PromiseStatistics.CountAsync(connection, from, now, "clock", cancellationToken);
        return
        [
            .. rows.OrderBy(row => row.Kind)
                .Select(row => new ClockFigures(
                    row.Kind,
                    (int)row.Met,
                    (int)row.Breached,
                    row.MedianSeconds,
                    row.P90Seconds
                )),
        ];
    }

    private sealed record TotalsRow
    {
        public long OpenTickets { get; init; }
        public long Unassigned { get; init; }
        public long Overdue { get; init; }
        public long DueSoon { get; init; }
        public Instant? OldestUnansweredAt { get; init; }
    }

    private sealed record LaneRow
    {
        public Guid Id { get; init; }
        public required string Name { get; init; }
        public int? Capacity { get; init; }
        public bool? Online { get; init; }
        public long Open { get; init; }
        public long Overdue { get; init; }
        public long DueSoon { get; init; }

        public SlaLane ToLane() => new(Id, Name, (int)Open, (int)Overdue, (int)DueSoon, Capacity, Online);
    }
}
