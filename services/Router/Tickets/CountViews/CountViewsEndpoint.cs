using System.Security.Claims;
using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets/counts: how many tickets each view of the caller's queue holds.</summary>
internal static class CountViewsEndpoint
{
    // The resolved ones are counted as far as anybody reads.
    private const string Count = """
        WITH open AS (
          SELECT t.assignee_id, t.queue_id, t.status, t.cycle, t.needs_review, t.next_due_at
            FROM router.tickets t
           WHERE t.status NOT IN ('resolved', 'closed')
             AND (t.queue_id = ANY (@Queues) OR t.assignee_id = @CallerId))
        SELECT count(*) FILTER (WHERE assignee_id = @CallerId)::int AS mine,
               count(*) FILTER (WHERE assignee_id IS NULL)::int AS unassigned,
               count(*) FILTER (WHERE queue_id = ANY (@team))::int AS team,
               count(*) FILTER (WHERE next_due_at >= @now AND next_due_at < @soon)::int AS due_soon,
               count(*) FILTER (WHERE next_due_at < @now)::int AS overdue,
               count(*) FILTER (WHERE status = 'waiting_customer')::int AS waiting_customer,
               count(*) FILTER (WHERE cycle > 1)::int AS reopened,
               count(*) FILTER (WHERE needs_review)::int AS needs_review,
               (SELECT count(*)::int
                  FROM (SELECT FROM router.tickets r
                         WHERE r.status = 'resolved' AND (r.queue_id = ANY (@Queues) OR r.assignee_id = @CallerId)
                         LIMIT 10000) AS some) AS resolved
          FROM open
        """;

    public static void MapCountViews(this IEndpointRouteBuilder api) =>
        api.MapGet("/tickets/counts", HandleAsync).WithName("CountTicketViews");

    internal static async Task<Ok<ViewCounts>> HandleAsync(
        ClaimsPrincipal user,
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(user), cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var row = await connection.QuerySingleAsync<Row>(
            new CommandDefinition(
                Count,
                new
                {
                    scope.Queues,
                    scope.CallerId,
                    team = scope.Team,
                    now,
                    soon = now + TicketViews.Soon,
                },
                cancellationToken: cancellationToken
            )
        );
        return TypedResults.Ok(row.ToView());
    }

    private sealed record Row
    {
        public int Mine { get; init; }
        public int Unassigned { get; init; }
        public int Team { get; init; }
        public int DueSoon { get; init; }
        public int Overdue { get; init; }
        public int WaitingCustomer { get; init; }
        public int Reopened { get; init; }
        public int NeedsReview { get; init; }
        public int Resolved { get; init; }

        public ViewCounts ToView() =>
            new(Mine, Unassigned, Team, DueSoon, Overdue, WaitingCustomer, Reopened, NeedsReview, Resolved);
    }
}
