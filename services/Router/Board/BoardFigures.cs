using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Board;

/// <summary>How the promises whose result fell in this week and today were kept; misrouted tickets are outside.</summary>
/// <remarks>The same figures as the report's of that span, counted from where the clocks stand instead of their history.</remarks>
internal static class BoardFigures
{
    internal const string Count = """
        WITH kept AS (
          SELECT c.kind, count(*) FILTER (WHERE c.breached_at IS NULL) AS week_met,
                 count(*) FILTER (WHERE c.breached_at IS NULL AND c.stopped_at >= @today) AS today_met,
                 percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY c.elapsed_seconds) AS week_seconds,
                 percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY c.elapsed_seconds)
                   FILTER (WHERE c.stopped_at >= @today) AS today_seconds
            FROM router.clocks c
           WHERE c.stopped_at >= @monday AND c.stopped_at < @now AND c.state = 'met'
             AND NOT EXISTS (SELECT FROM router.tickets t WHERE t.ticket_id = c.ticket_id AND t.misrouted)
           GROUP BY c.kind
        ), broken AS (
          SELECT c.kind, count(*) AS week_breached, count(*) FILTER (WHERE c.breached_at >= @today) AS today_breached
            FROM router.clocks c
           WHERE c.breached_at >= @monday AND c.breached_at < @now
             AND NOT EXISTS (SELECT FROM router.tickets t WHERE t.ticket_id = c.ticket_id AND t.misrouted)
           GROUP BY c.kind
        )
        SELECT kind AS clock, coalesce(week_met, 0) AS week_met, coalesce(today_met, 0) AS today_met,
               coalesce(week_breached, 0) AS week_breached, coalesce(today_breached, 0) AS today_breached, week_seconds,
               today_seconds
          FROM kept
          FULL JOIN broken USING (kind)
        """;

    /// <summary>The figures of today and of the week.</summary>
    public static async Task<(IReadOnlyList<ClockFigures> Today, IReadOnlyList<ClockFigures> Week)> CountAsync(
        NpgsqlConnection connection,
        Instant monday,
        Instant today,
        Instant now,
        CancellationToken cancellationToken
    )
    {
        var rows = (
            await connection.QueryAsync<Row>(
                new CommandDefinition(
                    Count,
                    new
                    {
                        monday,
                        today,
                        now,
                    },
                    cancellationToken: cancellationToken
                )
            )
        ).OrderBy(row => WireName<ClockKind>.Parse(row.Clock));
        return (
            [
                .. rows.Where(row => row.TodayMet + row.TodayBreached > 0 || row.TodaySeconds is not null)
                    .Select(row => row.ToFigures(row.TodayMet, row.TodayBreached, row.TodaySeconds)),
            ],
            [.. rows.Select(row => row.ToFigures(row.WeekMet, row.WeekBreached, row.WeekSeconds))]
        );
    }

    private sealed record Row
    {
        public required string Clock { get; init; }
        public long WeekMet { get; init; }
        public long TodayMet { get; init; }
        public long WeekBreached { get; init; }
        public long TodayBreached { get; init; }
        public long[]? WeekSeconds { get; init; }
        public long[]? TodaySeconds { get; init; }

        public ClockFigures ToFigures(long met, long breached, long[]? seconds) =>
            new(WireName<ClockKind>.Parse(Clock), (int)met, (int)breached, seconds?[0], seconds?[1]);
    }
}
