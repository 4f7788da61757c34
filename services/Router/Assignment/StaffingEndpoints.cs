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

namespace TriageMesh.Router.Assignment;

/// <summary>GET /queues/{id}/staffing, /assignment/alerts, /assignment/returns: who can be given work, and where that failed.</summary>
internal static class StaffingEndpoints
{
    private const int MaxPage = 200;

    private const string Staff = $"""
        SELECT {ShiftRow.Columns}, a.name, a.online AND a.present_until > @now AS present, a.open_tickets, a.capacity,
               a.rate_limit, a.rate_minutes
          FROM router.queue_members m
          JOIN router.agents a USING (agent_id)
          LEFT JOIN router.shifts s USING (agent_id)
         WHERE m.queue_id = @id AND a.active AND (a.name, a.agent_id) > (@afterName, @afterId)
         ORDER BY a.name, a.agent_id
         LIMIT @limit
        """;

    private const string Alerts = """
        SELECT l.alert_id, l.queue_id, q.name AS queue_name, l.reason, l.ticket_id, l.waiting, l.began_at, l.ended_at
          FROM router.lane_alerts l
          JOIN router.queues q USING (queue_id)
         WHERE l.alert_id < @before
         ORDER BY l.alert_id DESC
         LIMIT @limit
        """;

    private const string Returns = """
        SELECT r.return_id, r.ticket_id, r.agent_id, a.name AS agent_name, r.given_at, r.returned_at, r.reason
          FROM router.returns r
          JOIN router.agents a USING (agent_id)
         WHERE r.return_id < @before AND (@agentId::uuid IS NULL OR r.agent_id = @agentId)
         ORDER BY r.return_id DESC
         LIMIT @limit
        """;

    public static void MapStaffing(this IEndpointRouteBuilder api)
    {
        api.MapGet("/queues/{id:guid}/staffing", StaffAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("ListQueueStaff");
        api.MapGet("/assignment/alerts", AlertsAsync).RequireAuthorization(Allow.Leads).WithName("ListLaneAlerts");
        api.MapGet("/assignment/returns", ReturnsAsync).RequireAuthorization(Allow.Leads).WithName("ListReturns");
    }

    internal static async Task<Ok<Page<StaffMember>>> StaffAsync(
        Guid id,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 100
    )
    {
        var (size, after) = (Math.Clamp(limit, 1, MaxPage), Cursor.Read(cursor, 2));
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var rows = await ListAsync<StaffRow>(
            database,
            Staff,
            new
            {
                id,
                now,
                afterName = after?[0] ?? "",
                afterId = Guid.TryParse(after?[1], out var known) ? known : Guid.Empty,
                limit = size,
            },
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<StaffMember>(
                [.. rows.Select(row => row.ToView(now))],
                rows.Count < size ? null : Cursor.Write(rows[^1].Name, rows[^1].AgentId.ToString())
            )
        );
    }

    private static async Task<Ok<Page<LaneAlertView>>> AlertsAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 50
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var rows = await ListAsync<AlertRow>(
            database,
            Alerts,
            new { before = Before(cursor), limit = size },
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<LaneAlertView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : Cursor.Write(rows[^1].AlertId.ToString(CultureInfo.InvariantCulture))
            )
        );
    }

    private static async Task<Ok<Page<ReturnView>>> ReturnsAsync(
        NpgsqlDataSource database,
        CancellationToken cancellationToken,
        Guid? agentId = null,
        string? cursor = null,
        int limit = 50
    )
    {
        var size = Math.Clamp(limit, 1, MaxPage);
        var rows = await ListAsync<ReturnRow>(
            database,
            Returns,
            new
            {
                before = Before(cursor),
                agentId,
                limit = size,
            },
            cancellationToken
        );
        return TypedResults.Ok(
            new Page<ReturnView>(
                [.. rows.Select(row => row.ToView())],
                rows.Count < size ? null : Cursor.Write(rows[^1].ReturnId.ToString(CultureInfo.InvariantCulture))
            )
        );
    }

    private static long Before(string? cursor) =>
        long.TryParse(Cursor.Read(cursor, 1)?[0], CultureInfo.InvariantCulture, out var id) ? id : long.MaxValue;

    private static async Task<List<T>> ListAsync<T>(
        NpgsqlDataSource database,
        string sql,
        object parameters,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return (
            await connection.QueryAsync<T>(new CommandDefinition(sql, parameters, cancellationToken: cancellationToken))
        ).AsList();
    }

    private sealed record StaffRow : ShiftRow
    {
        public required string Name { get; init; }
        public bool Present { get; init; }
        public int OpenTickets { get; init; }
        public int Capacity { get; init; }
        public int? RateLimit { get; init; }
        public int? RateMinutes { get; init; }

        public StaffMember ToView(Instant now) =>
            new()
            {
                Id = AgentId,
                Name = Name,
                Present = Present,
                OnShift = IsOnShift(now),
                NextShiftAt = NextShift(now)?.ToDateTimeOffset(),
                OpenTickets = OpenTickets,
                Capacity = Capacity,
                Rate = RateLimit is { } tickets && RateMinutes is { } minutes ? new RateView(tickets, minutes) : null,
            };
    }

    private sealed record AlertRow
    {
        public long AlertId { get; init; }
        public Guid QueueId { get; init; }
        public required string QueueName { get; init; }
        public required string Reason { get; init; }
        public long TicketId { get; init; }
        public int Waiting { get; init; }
        public Instant BeganAt { get; init; }
        public Instant? EndedAt { get; init; }

        public LaneAlertView ToView() =>
            new()
            {
                Id = AlertId,
                Queue = new QueueRef(QueueId, QueueName),
                Reason = Reason,
                TicketNumber = Tickets.TicketNumber.Of(TicketId),
                Waiting = Waiting,
                BeganAt = BeganAt.ToDateTimeOffset(),
                EndedAt = EndedAt?.ToDateTimeOffset(),
            };
    }

    private sealed record ReturnRow
    {
        public long ReturnId { get; init; }
        public long TicketId { get; init; }
        public Guid AgentId { get; init; }
        public required string AgentName { get; init; }
        public Instant? GivenAt { get; init; }
        public Instant ReturnedAt { get; init; }
        public required string Reason { get; init; }

        public ReturnView ToView() =>
            new()
            {
                Id = ReturnId,
                TicketNumber = TicketNumber.Of(TicketId),
                Agent = new PersonView(AgentId, AgentName),
                GivenAt = GivenAt?.ToDateTimeOffset(),
                ReturnedAt = ReturnedAt.ToDateTimeOffset(),
                Reason = Reason,
            };
    }
}
