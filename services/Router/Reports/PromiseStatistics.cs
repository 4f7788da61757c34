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
               SELECT coalesce(s.group_id, b.group_id) AS group_id, coalesce(s.met, 0) AS met, coalesce(b.breached, 0) AS breached,
                      s.seconds
                 FROM (SELECT CASE @by WHEN 'queue' THEN r.stopped_queue WHEN 'agent' THEN r.stopped_agent
                                       WHEN 'policy' THEN v.policy_key END AS group_id,
                              count(*) FILTER (WHERE r.in_time) AS met,
                              percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY r.used_seconds) AS seconds
                         FROM router.promises r
                         LEFT JOIN router.policies v ON @by = 'policy' AND v.policy_id = r.stopped_policy
                        WHERE r.clock = k.clock AND r.stopped_at >= @from AND r.stopped_at < @to
                        GROUP BY 1) AS s
                 FULL JOIN (
                       SELECT CASE @by WHEN 'queue' THEN r.broken_queue WHEN 'agent' THEN r.broken_agent
                                       WHEN 'policy' THEN v.policy_key END AS group_id,
                              count(*) AS breached
                         FROM router.promises r
                         LEFT JOIN router.policies v ON @by = 'policy' AND v.policy_id = r.broken_policy
                        WHERE r.clock = k.clock AND r.broken_at >= @from AND r.broken_at < @to
                        GROUP BY 1) AS b
                   ON coalesce(b.group_id, @nobody) = coalesce(s.group_id, @nobody)) AS g
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
                        nobody = Guid.Empty,
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
