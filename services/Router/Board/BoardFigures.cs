using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Reports;

namespace TriageMesh.Router.Board;

/// <summary>How the promises whose result fell in this week and today were kept; misrouted tickets are outside.</summary>
/// <remarks>The same figures as the report's of that span.</remarks>
internal static class BoardFigures
{
    internal const string Count = """
        SELECT k.clock, s.week_met, s.today_met, b.week_breached, b.today_breached, s.week_seconds, s.today_seconds
          FROM unnest(@kinds) AS k (clock)
         CROSS JOIN LATERAL (
               SELECT count(*) AS stopped, count(*) FILTER (WHERE p.in_time) AS week_met,
                      count(*) FILTER (WHERE p.in_time AND p.stopped_at >= @today) AS today_met,
                      percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY p.used_seconds) AS week_seconds,
                      percentile_disc(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY p.used_seconds)
                        FILTER (WHERE p.stopped_at >= @today) AS today_seconds
                 FROM router.promises p
                WHERE p.clock = k.clock AND p.stopped_at >= @monday AND p.stopped_at < @now) AS s
         CROSS JOIN LATERAL (
               SELECT count(*) AS week_breached, count(*) FILTER (WHERE p.broken_at >= @today) AS today_breached
                 FROM router.promises p
                WHERE p.clock = k.clock AND p.broken_at >= @monday AND p.broken_at < @now) AS b
         WHERE s.stopped + b.week_breached > 0
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
                        kinds = PromiseStatistics.Kinds,
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
