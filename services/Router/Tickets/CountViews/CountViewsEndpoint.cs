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
using TriageMesh.Router.Praise;

namespace TriageMesh.Router.Tickets;

/// <summary>GET /tickets/counts: how many tickets each view of the caller's queue holds, and how much praise came in lately.</summary>
internal static class CountViewsEndpoint
{
    private const string Work = """
        SELECT w.queue_id, w.assignee_id, w.status, w.next_due_at, w.needs_review, w.snoozed, w.handed_to
          FROM router.tickets w
        """;

    // What is in work is counted from one index that holds all of it; what is resolved, from the one of its list.
    internal const string Count = $"""
        SELECT count(*) FILTER (WHERE t.assignee_id = @me AND open) AS mine,
               count(*) FILTER (WHERE t.assignee_id IS NULL AND open AND t.queue_id = ANY (@own)) AS unassigned,
               count(*) FILTER (WHERE open AND t.queue_id = ANY (@own)) AS team,
               count(*) FILTER (WHERE t.next_due_at > @now AND t.next_due_at <= @soon AND near) AS due_soon,
               count(*) FILTER (WHERE t.next_due_at <= @now AND near) AS overdue,
               count(*) FILTER (WHERE t.status = 'waiting_customer' AND open AND near) AS waiting_customer,
               count(*) FILTER (WHERE t.status = 'reopened' AND open AND near) AS reopened,
               count(*) FILTER (WHERE t.needs_review AND open AND near) AS needs_review,
               (SELECT count(*) FROM router.tickets r WHERE r.queue_id = ANY (@queues) AND r.status = 'resolved')
                 + (SELECT count(*) FROM router.tickets r
                     WHERE r.assignee_id = @me AND r.queue_id <> ALL (@queues) AND r.status = 'resolved') AS resolved,
               count(*) FILTER (WHERE t.status = 'handed_over' AND near) AS handed_over,
               count(*) FILTER (WHERE t.handed_to = ANY (@queues)) AS handed_in,
               count(*) FILTER (WHERE t.snoozed AND near) AS snoozed,
               (SELECT count(*) FROM router.praise p
                 WHERE p.queue_id = ANY (@own) AND p.status <> 'revoked' AND p.found_at > @since) AS praise
          FROM (
        {Work} WHERE w.queue_id = ANY (@queues) AND w.status NOT IN ('resolved', 'closed')
         UNION ALL
        {Work} WHERE w.assignee_id = @me AND w.queue_id <> ALL (@queues) AND w.status NOT IN ('resolved', 'closed')
         UNION ALL
        {Work} WHERE w.handed_to = ANY (@queues) AND w.queue_id <> ALL (@queues) AND w.assignee_id IS DISTINCT FROM @me
           AND w.status NOT IN ('resolved', 'closed')) AS t,
               LATERAL (SELECT NOT t.snoozed AS open, t.queue_id = ANY (@queues) OR t.assignee_id = @me AS near) AS l
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
                    own = scope.Team,
                    now,
                    soon = now + Duration.FromMinutes(30),
                    since = now - PraiseOfQueues.Lately,
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
        public long HandedOver { get; init; }
        public long HandedIn { get; init; }
        public long Snoozed { get; init; }
        public long Praise { get; init; }

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
                (int)Resolved,
                (int)HandedOver,
                (int)HandedIn,
                (int)Snoozed,
                (int)Praise
            );
    }
}
