using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Board;

/// <summary>GET /sla/heat: at which hours of the week customers write, and at which promises break. Misrouted tickets are outside.</summary>
internal static class HeatEndpoint
{
    // Each quarter of an hour is turned into the zone's time once, instead of each ticket: every zone is whole quarters from UTC.
    // In which queue a ticket is now is looked up once for each ticket, and only where a queue is asked for: most break several promises.
    internal const string Count = """
        WITH quarters AS (
          SELECT quarter, extract(isodow FROM w.at)::int AS weekday, extract(hour FROM w.at)::int AS hour
            FROM generate_series(date_bin('15 minutes', @from, 'epoch'), @to, interval '15 minutes') AS quarter
           CROSS JOIN LATERAL (SELECT quarter AT TIME ZONE @zone AS at) AS w
        ), arrived AS (
          SELECT weekday, hour, sum(a.count)::int AS arrivals
            FROM (
              SELECT date_bin('15 minutes', t.first_post_at, 'epoch') AS quarter, count(*) AS count
                FROM router.tickets t
               WHERE t.first_post_at >= @from AND t.first_post_at < @to AND NOT t.misrouted
                 AND (@queue::uuid IS NULL OR t.queue_id = @queue)
               GROUP BY 1) AS a
            JOIN quarters USING (quarter)
           GROUP BY weekday, hour
        ), broke AS MATERIALIZED (
          SELECT DISTINCT date_bin('15 minutes', p.broken_at, 'epoch') AS quarter, p.ticket_id
            FROM router.promises p
           WHERE p.clock = ANY (@clocks) AND p.broken_at >= @from AND p.broken_at < @to
        ), theirs AS MATERIALIZED (
          SELECT b.ticket_id
            FROM (SELECT DISTINCT ticket_id FROM broke WHERE @queue::uuid IS NOT NULL) AS b
           WHERE (SELECT t.queue_id FROM router.tickets t WHERE t.ticket_id = b.ticket_id) = @queue
        ), broken AS (
          SELECT weekday, hour, count(DISTINCT ticket_id)::int AS breaches
            FROM broke
            JOIN quarters USING (quarter)
           WHERE @queue::uuid IS NULL OR ticket_id IN (SELECT ticket_id FROM theirs)
           GROUP BY weekday, hour
        )
        SELECT weekday, hour, coalesce(arrivals, 0) AS arrivals, coalesce(breaches, 0) AS breaches
          FROM arrived
          FULL JOIN broken USING (weekday, hour)
         ORDER BY weekday, hour
        """;

    public static void MapHeat(this IEndpointRouteBuilder api) =>
        api.MapGet("/sla/heat", HandleAsync).RequireAuthorization(Allow.Leads).WithName("GetWeekHeat");

    /// <param name="database">Where the tickets are.</param>
    /// <param name="rules">Where the zone is.</param>
    /// <param name="time">The clock.</param>
    /// <param name="weeks">So many weeks up to the hour that runs, 1 to 26; 4 where none is given.</param>
    /// <param name="queue">Only this queue's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    internal static async Task<Results<Ok<WeekHeat>, ValidationProblem>> HandleAsync(
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        int? weeks,
        Guid? queue,
        CancellationToken cancellationToken
    )
    {
        if (weeks is < 1 or > WeekSpan.Most)
        {
            return Problems.For("weeks", $"Ask for 1 to {WeekSpan.Most} weeks.");
        }

        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (span, zone) = WeekSpan.Of(await rules.LoadAsync(cancellationToken), queue, weeks ?? WeekSpan.Usual, now);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var hours = await connection.QueryAsync<HeatHour>(
            new CommandDefinition(
                Count,
                new
                {
                    from = span.Start,
                    to = span.End,
                    zone = zone.Id,
                    queue,
                    clocks = WireName<ClockKind>.All.ToArray(),
                },
                cancellationToken: cancellationToken
            )
        );
        return TypedResults.Ok(
            new WeekHeat(span.Start.ToDateTimeOffset(), span.End.ToDateTimeOffset(), zone.Id, [.. hours])
        );
    }
}
