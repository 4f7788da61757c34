using NodaTime;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Specs.Calendars;

/// <summary>Open time counted minute by minute from the wall clock, to check the arithmetic against.</summary>
/// <remarks>The wall clock never goes back: while an hour happens again it stands at the last minute before.</remarks>
internal sealed class MinuteCounter(
    DateTimeZone zone,
    IReadOnlyDictionary<IsoDayOfWeek, IReadOnlyList<OpenSpan>> week,
    IReadOnlyList<SpecialDay> days
)
{
    private static readonly Duration Minute = Duration.FromMinutes(1);

    /// <summary>The open minutes from <paramref name="start"/> on, each as the instant at which it begins.</summary>
    public IEnumerable<Instant> From(Instant start)
    {
        var wall = LocalDateTime.FromDateTime(DateTime.MinValue);
        for (var at = start - Duration.FromDays(2); ; at += Minute)
        {
            wall = LocalDateTime.Max(wall, at.InZone(zone).LocalDateTime);
            if (at >= start && IsOpen(wall))
            {
                yield return at;
            }
        }
    }

    public Duration Between(Instant from, Instant to)
    {
        var count = 0;
        var wall = LocalDateTime.FromDateTime(DateTime.MinValue);
        for (var at = from - Duration.FromDays(2); at < to; at += Minute)
        {
            wall = LocalDateTime.Max(wall, at.InZone(zone).LocalDateTime);
            count += at >= from && IsOpen(wall) ? 1 : 0;
        }

        return Duration.FromMinutes(count);
    }

    /// <summary>The end of the last minute of <paramref name="minutes"/> open ones that no pause covers.</summary>
    public Instant Due(Instant start, int minutes, Func<Instant, bool> isPaused) =>
        From(start).Where(minute => !isPaused(minute)).Skip(minutes - 1).First() + Minute;

    private bool IsOpen(LocalDateTime wall)
    {
        var spans = days.FirstOrDefault(day => day.Date == wall.Date)?.Open ?? week[wall.DayOfWeek];
        return spans.Any(span =>
            span.From <= wall.TimeOfDay && (span.To == LocalTime.Midnight || wall.TimeOfDay < span.To)
        );
    }
}
