using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Reports;

/// <summary>How promises were kept, counted from the event log. Misrouted tickets are outside.</summary>
/// <remarks>
/// A promise counts where its result fell: in time when its clock was stopped, broken when it broke. A clock that ran on
/// after it was stopped (reopened, or an answer that never arrived) has its result only with the last stop.
/// </remarks>
internal static class PromiseStatistics
{
    private const string Count = """
        WITH stopped AS (
          SELECT DISTINCT ON (e.ticket_id, e.data ->> 'clock', e.data ->> 'round')
                 e.ticket_id, e.event_id, e.data ->> 'clock' AS clock, e.data ->> 'round' AS round, e.queue_id, e.assignee_id,
                 (e.data ->> 'policy_id')::bigint AS policy_id, (e.data ->> 'used_seconds')::bigint AS used_seconds,
                 coalesce((e.data ->> 'late')::boolean, false) AS late
            FROM router.events e
           WHERE e.kind = 'clock.meet' AND e.at >= @from AND e.at < @to
           ORDER BY e.ticket_id, e.data ->> 'clock', e.data ->> 'round', e.event_id DESC
        ), broken AS (
          SELECT DISTINCT ON (e.ticket_id, e.data ->> 'clock', e.data ->> 'round')
                 e.ticket_id, e.data ->> 'clock' AS clock, e.queue_id, e.assignee_id,
                 (e.data ->> 'policy_id')::bigint AS policy_id
            FROM router.events e
           WHERE e.kind IN ('clock.breach', 'clock.skip') AND e.data ->> 'level' = 'due' AND e.at >= @from AND e.at < @to
           ORDER BY e.ticket_id, e.data ->> 'clock', e.data ->> 'round', e.event_id
        ), results AS (
          SELECT ticket_id, clock, queue_id, assignee_id, policy_id, NOT late AS met, false AS breached, used_seconds
            FROM stopped s
           WHERE NOT EXISTS (
                   SELECT FROM router.events r
                    WHERE r.ticket_id = s.ticket_id AND r.event_id > s.event_id AND r.kind = 'clock.resume'
                      AND r.data ->> 'clock' = s.clock AND r.data ->> 'round' = s.round)
          UNION ALL
          SELECT ticket_id, clock, queue_id, assignee_id, policy_id, false, true, NULL FROM broken
        )
        SELECT r.clock, g.group_id, max(g.group_name) AS group_name,
               count(*) FILTER (WHERE r.met) AS met, count(*) FILTER (WHERE r.breached) AS breached,
               percentile_disc(0.5) WITHIN GROUP (ORDER BY r.used_seconds) AS median_seconds,
               percentile_disc(0.9) WITHIN GROUP (ORDER BY r.used_seconds) AS p90_seconds
          FROM results r
          JOIN router.tickets t ON t.ticket_id = r.ticket_id AND NOT t.misrouted
          LEFT JOIN router.queues q ON @by = 'queue' AND q.queue_id = r.queue_id
          LEFT JOIN router.agents a ON @by = 'agent' AND a.agent_id = r.assignee_id
          LEFT JOIN router.policies p ON @by = 'policy' AND p.policy_id = r.policy_id
         CROSS JOIN LATERAL (
                 SELECT coalesce(q.queue_id, a.agent_id, p.policy_key) AS group_id,
                        coalesce(q.name, a.name, p.definition ->> 'name') AS group_name) AS g
         GROUP BY r.clock, g.group_id
        """;

    /// <summary>The figures of a span, by clock and, where asked, by queue, agent or policy.</summary>
    public static async Task<IReadOnlyList<PromiseRow>> CountAsync(
        NpgsqlConnection connection,
        Instant from,
        Instant to,
        string by,
        CancellationToken cancellationToken
    ) =>
        [
            .. await connection.QueryAsync<PromiseRow>(
                new CommandDefinition(
                    Count,
                    new
                    {
                        from,
                        to,
                        by,
                    },
                    cancellationToken: cancellationToken
                )
            ),
        ];
}

internal sealed record PromiseRow
{
    public required string Clock { get; init; }
    public Guid? GroupId { get; init; }
    public string? GroupName { get; init; }
    public long Met { get; init; }
    public long Breached { get; init; }
    public long? MedianSeconds { get; init; }
    public long? P90Seconds { get; init; }

    public ClockKind Kind => WireName<ClockKind>.Parse(Clock);

    public PromiseFigures ToFigures() =>
        new(
            (int)Met,
            (int)Breached,
            Met + Breached == 0 ? null : Math.Round(100.0 * Met / (Met + Breached), 1),
            MedianSeconds,
            P90Seconds
        );
}
