using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Reports;

/// <summary>How promises were kept, counted from what <c>router.promises</c> has of the event log. Misrouted tickets are outside.</summary>
/// <remarks>
/// A promise counts where its result fell: in time when its clock was stopped, broken when it broke. A clock that ran on
/// after it was stopped (reopened, or an answer that never arrived) has its result only with the last stop.
/// </remarks>
internal static class PromiseStatistics
{
    // Clock by clock from indexes alone; names are looked up for the groups, not for the rows.
    internal const string Count = """
        SELECT k.clock, g.group_id, coalesce(q.name, a.name, p.name) AS group_name, g.met, g.breached,
               g.seconds[1] AS median_seconds, g.seconds[2] AS p90_seconds
          FROM unnest(@kinds) AS k (clock)
         CROSS JOIN LATERAL (
               SELECT r.group_id, count(*) FILTER (WHERE r.met) AS met, count(*) FILTER (WHERE r.breached) AS breached,
                      percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY r.used_seconds) AS seconds
                 FROM (SELECT CASE @by WHEN 'queue' THEN s.stopped_queue WHEN 'agent' THEN s.stopped_agent
                                       WHEN 'policy' THEN v.policy_key END AS group_id,
                              s.in_time AS met, false AS breached, s.used_seconds
                         FROM router.promises s
                         LEFT JOIN router.policies v ON @by = 'policy' AND v.policy_id = s.stopped_policy
                        WHERE s.clock = k.clock AND s.stopped_at >= @from AND s.stopped_at < @to
                       UNION ALL
                       SELECT CASE @by WHEN 'queue' THEN b.broken_queue WHEN 'agent' THEN b.broken_agent
                                       WHEN 'policy' THEN v.policy_key END,
                              false, true, NULL
                         FROM router.promises b
                         LEFT JOIN router.policies v ON @by = 'policy' AND v.policy_id = b.broken_policy
                        WHERE b.clock = k.clock AND b.broken_at >= @from AND b.broken_at < @to) AS r
                GROUP BY r.group_id) AS g
          LEFT JOIN router.queues q ON @by = 'queue' AND q.queue_id = g.group_id
          LEFT JOIN router.agents a ON @by = 'agent' AND a.agent_id = g.group_id
          LEFT JOIN LATERAL (
               SELECT v.definition ->> 'name' AS name
                 FROM router.policies v
                WHERE @by = 'policy' AND v.policy_key = g.group_id
                ORDER BY v.version DESC
                LIMIT 1) AS p ON true
        """;

    /// <summary>Every kind of clock.</summary>
    public static readonly string[] Kinds = [.. Enum.GetValues<ClockKind>().Select(kind => kind.Wire())];

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
                        kinds = Kinds,
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
