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

namespace TriageMesh.Router.Board;

/// <summary>GET /sla/board: what is late, what will be, and how the promises were kept today and this week.</summary>
/// <remarks>Misrouted tickets are outside. "Today" begins at midnight of the default queue's calendar, the week on its Monday.</remarks>
internal static class BoardEndpoints
{
    // One walk through the work of every queue, from an index that holds all that is counted.
    internal const string Work = """
        SELECT t.queue_id, t.assignee_id, count(*) AS open, count(*) FILTER (WHERE t.next_due_at <= @now) AS overdue,
               count(*) FILTER (WHERE t.next_due_at > @now AND t.next_due_at <= @soon) AS due_soon
          FROM router.queues q
         CROSS JOIN LATERAL (
               SELECT w.queue_id, w.assignee_id, w.next_due_at
                 FROM router.tickets w
                WHERE w.queue_id = q.queue_id AND w.status NOT IN ('resolved', 'closed')
               OFFSET 0) AS t
         GROUP BY t.queue_id, t.assignee_id
        """;

    private const string OldestUnanswered = """
        SELECT min(oldest_unanswered_at) FROM router.tickets WHERE status NOT IN ('resolved', 'closed')
        """;

    private const string Queues = """
        SELECT queue_id AS id, name FROM router.queues ORDER BY name
        """;

    private const string Agents = """
        SELECT agent_id AS id, name, capacity, online FROM router.agents WHERE active ORDER BY name
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
        var todayFrom = zone.AtStartOfDay(today).ToInstant();
        var weekFrom = zone.AtStartOfDay(today.PlusDays(1 - (int)today.DayOfWeek)).ToInstant();

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var work = (
            await connection.QueryAsync<WorkRow>(
                new CommandDefinition(Work, span, cancellationToken: cancellationToken)
            )
        ).AsList();
        var unanswered = await connection.ExecuteScalarAsync<Instant?>(
            new CommandDefinition(OldestUnanswered, cancellationToken: cancellationToken)
        );
        var queues = await connection.QueryAsync<LaneRow>(
            new CommandDefinition(Queues, cancellationToken: cancellationToken)
        );
        var agents = await connection.QueryAsync<LaneRow>(
            new CommandDefinition(Agents, cancellationToken: cancellationToken)
        );
        var ofQueue = work.ToLookup(row => row.QueueId);
        var ofAgent = work.Where(row => row.AssigneeId is not null).ToLookup(row => row.AssigneeId!.Value);
        var figures = await BoardFigures.CountAsync(connection, weekFrom, todayFrom, now, cancellationToken);
        return TypedResults.Ok(
            new SlaBoard
            {
                AsOf = now.ToDateTimeOffset(),
                OpenTickets = (int)work.Sum(row => row.Open),
                Unassigned = (int)work.Where(row => row.AssigneeId is null).Sum(row => row.Open),
                Overdue = (int)work.Sum(row => row.Overdue),
                DueIn30Minutes = (int)work.Sum(row => row.DueSoon),
                OldestUnansweredAt = unanswered?.ToDateTimeOffset(),
                Today = figures.Today,
                TodayFrom = todayFrom.ToDateTimeOffset(),
                Week = figures.Week,
                WeekFrom = weekFrom.ToDateTimeOffset(),
                Queues = [.. queues.Select(lane => lane.ToLane(ofQueue[lane.Id]))],
                Agents =
                [
                    .. agents
                        .Where(lane => lane.Capacity > 0 || ofAgent.Contains(lane.Id))
                        .Select(lane => lane.ToLane(ofAgent[lane.Id])),
                ],
            }
        );
    }

    private sealed record WorkRow
    {
        public Guid QueueId { get; init; }
        public Guid? AssigneeId { get; init; }
        public long Open { get; init; }
        public long Overdue { get; init; }
        public long DueSoon { get; init; }
    }

    private sealed record LaneRow
    {
        public Guid Id { get; init; }
        public required string Name { get; init; }
        public int? Capacity { get; init; }
        public bool? Online { get; init; }

        public SlaLane ToLane(IEnumerable<WorkRow> work)
        {
            var rows = work.ToList();
            return new SlaLane(
                Id,
                Name,
                (int)rows.Sum(row => row.Open),
                (int)rows.Sum(row => row.Overdue),
                (int)rows.Sum(row => row.DueSoon),
                Capacity,
                Online
            );
        }
    }
}
