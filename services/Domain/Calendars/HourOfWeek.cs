using System.Globalization;
using NodaTime;
using NodaTime.TimeZones;

namespace TriageMesh.Domain.Calendars;

/// <summary>One of the 168 hours of a week, as a clock on the wall shows them: Tuesday from 14:00 up to 15:00.</summary>
public readonly record struct HourOfWeek
{
    public HourOfWeek(IsoDayOfWeek day, int hour)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(day, IsoDayOfWeek.None);
        ArgumentOutOfRangeException.ThrowIfNegative(hour);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(hour, 23);
        Day = day;
        Hour = hour;
    }

    public IsoDayOfWeek Day { get; }

    public int Hour { get; }

    /// <summary>Reads <c>2-14</c>: Tuesday, Monday being 1, at 14; null where it is none.</summary>
    public static HourOfWeek? Parse(string? text) =>
        text?.Split('-') is [var day, var hour]
        && int.TryParse(day, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && number is >= 1 and <= 7
        && int.TryParse(hour, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && at is >= 0 and <= 23
            ? new HourOfWeek((IsoDayOfWeek)number, at)
            : null;

    /// <summary>When it was this hour in the zone, within a span; an hour that a clock change skips is not among them.</summary>
    public IEnumerable<Interval> Within(Interval span, DateTimeZone zone)
    {
        var last = span.End.InZone(zone).Date;
        for (var date = span.Start.InZone(zone).Date.PlusDays(-1).Next(Day); date <= last; date = date.PlusWeeks(1))
        {
            var wall = date.At(new LocalTime(Hour, 0));
            var begin = zone.ResolveLocal(wall, Resolvers.LenientResolver).ToInstant();
            var end = zone.ResolveLocal(wall.PlusHours(1), Resolvers.LenientResolver).ToInstant();
            if (begin < end && begin >= span.Start && end <= span.End)
            {
                yield return new Interval(begin, end);
            }
        }
    }

    /// <summary>The weeks that end with the hour that runs: each hour of the week is in it as often.</summary>
    public static Interval Weeks(int weeks, Instant now, DateTimeZone zone)
    {
        var wall = now.InZone(zone).LocalDateTime;
        var end = wall.Date.At(new LocalTime(wall.Hour, 0)).PlusHours(1);
        return new Interval(
            zone.ResolveLocal(end.PlusWeeks(-weeks), Resolvers.LenientResolver).ToInstant(),
            zone.ResolveLocal(end, Resolvers.LenientResolver).ToInstant()
        );
    }
}
