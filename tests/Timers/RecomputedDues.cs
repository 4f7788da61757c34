using System.Diagnostics;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;

namespace TriageMesh.Timers;

/// <summary>How long it takes to count a million due dates anew: starts over a year, a pause each, lunch breaks and holidays.</summary>
internal static class RecomputedDues
{
    private const int Clocks = 1_000_000;
    private const int StepMinutes = 1;

    public static TimeSpan Measure()
    {
        var calendar = Calendar();
        var first = Instant.FromUtc(2026, 1, 1, 0, 0);
        _ = Recompute(calendar, first, Clocks / 100);
        var watch = Stopwatch.StartNew();
        var latest = Recompute(calendar, first, Clocks);
        return latest > first
            ? watch.Elapsed
            : throw new InvalidOperationException("No due date lies after its start.");
    }

    private static Instant Recompute(BusinessCalendar calendar, Instant first, int clocks)
    {
        var latest = first;
        for (var i = 0; i < clocks; i++)
        {
            var start = first + Duration.FromMinutes(i % 525_600 * StepMinutes);
            var due = SlaClock
                .Start(ClockKind.Resolution, start, Duration.FromHours(8))
                .PauseAt(start + Duration.FromHours(2), "agent", "waits", calendar)
                .ResumeAt(start + Duration.FromHours(30), calendar)
                .Due(calendar);
            latest = due is { } at && at > latest ? at : latest;
        }

        return latest;
    }

    private static BusinessCalendar Calendar()
    {
        IReadOnlyList<SpanDefinition> day = [new("09:00", "12:00"), new("13:00", "18:00")];
        return BusinessCalendar.From(
            Guid.Empty,
            new CalendarDefinition
            {
                Name = "Office",
                Zone = "Asia/Shanghai",
                Week = ((string[])["monday", "tuesday", "wednesday", "thursday", "friday"]).ToDictionary(
                    name => name,
                    _ => day,
                    StringComparer.Ordinal
                ),
                Days = [.. Enumerable.Range(1, 7).Select(i => new DayDefinition { Date = $"2026-10-0{i}" })],
            }
        );
    }
}
