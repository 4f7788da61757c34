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
    private const string Count = """
        SELECT count(*) FILTER (WHERE t.assignee_id = @me AND t.status <> 'resolved') AS mine,
               count(*) FILTER (WHERE t.assignee_id IS NULL AND t.status <> 'resolved' AND t.queue_id = ANY (@own)) AS unassigned,
               count(*) FILTER (WHERE t.status <> 'resolved' AND t.queue_id = ANY (@own)) AS team,
               count(*) FILTER (WHERE t.next_due_at > @now AND t.next_due_at <= @soon AND t.status <> 'resolved') AS due_soon,
               count(*) FILTER (WHERE t.next_due_at <= @now AND t.status <> 'resolved') AS overdue,
               count(*) FILTER (WHERE t.status = 'waiting_customer') AS waiting_customer,
               count(*) FILTER (WHERE t.status = 'reopened') AS reopened,
               count(*) FILTER (WHERE t.needs_review AND t.status <> 'resolved') AS needs_review,
               count(*) FILTER (WHERE t.status = 'resolved') AS resolved
          FROM router.tickets t
         WHERE t.status <> 'closed' AND (t.queue_id = ANY (@queues) OR t.assignee_id = @me)
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
        var counts = await connection.QuerySingleAsync<Counts>(
            new CommandDefinition(
                Count,
                new
                {
                    me = scope.CallerId,
                    queues = scope.Queues,
                    own = scope.All ? scope.Queues : scope.OwnQueues,
                    now,
                    soon = now + Duration.FromMinutes(30),
                },
                cancellationToken: cancellationToken
            )
        );
        return TypedResults.Ok(counts.ToView());
    }

    private sealed record Counts
    {
        public long Mine { get; init; }
        public long Unassigned { get; init; }
        public long Team { get; init; }
        public long DueSoon { get; init; }
        public long Overdue { get; init; }
        public long WaitingCustomer { get; init; }
        public long Reopened { get; init; }
        public long NeedsReview { get; init; }
        public long Resolved { get; init; }

        public ViewCounts ToView() =>
            new(
                (int)Mine,
                (int)Unassigned,
                (int)Team,
                (int)DueSoon,
                (int)Overdue,
                (int)WaitingCustomer,
                (int)Reopened,
                (int)NeedsReview,
                (int)Resolved
            );
    }
}
