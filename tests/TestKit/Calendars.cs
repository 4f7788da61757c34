using NodaTime;
using NodaTime.Text;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.TestKit;

/// <summary>Calendars and instants as a specification says them: by wall clock.</summary>
public static class Calendars
{
    private static readonly LocalDateTimePattern WallClock = LocalDateTimePattern.CreateWithInvariantCulture(
        "yyyy-MM-dd HH:mm"
    );

    private static readonly Guid SampleId = new("0198c1f0-0000-7000-8000-000000000001");

    /// <summary>Monday to Friday in one span.</summary>
    public static BusinessCalendar OfficeHours(string zone, string from = "09:00", string to = "18:00") =>
        BusinessCalendar.From(SampleId, OfficeDefinition(zone, [new SpanDefinition(from, to)]));

    /// <summary>Monday to Friday, 9 to 12 and 13 to 18.</summary>
    public static BusinessCalendar WithLunchBreak(string zone) =>
        BusinessCalendar.From(
            SampleId,
            OfficeDefinition(zone, [new SpanDefinition("09:00", "12:00"), new SpanDefinition("13:00", "18:00")])
        );

    /// <summary>Monday to Friday 9 to 18, with dates that do not follow the week.</summary>
    public static BusinessCalendar OfficeHoursExcept(string zone, params DayDefinition[] days) =>
        BusinessCalendar.From(
            SampleId,
            OfficeDefinition(zone, [new SpanDefinition("09:00", "18:00")]) with
            {
                Days = days,
            }
        );

    /// <summary>Open day and night.</summary>
    public static BusinessCalendar AlwaysOpen() => BusinessCalendar.AlwaysOpen(SampleId);

    public static DayDefinition Closed(string date) => new() { Date = date };

    public static DayDefinition Open(string date, string from, string to) =>
        new() { Date = date, Open = [new SpanDefinition(from, to)] };

    public static CalendarDefinition OfficeDefinition(string zone, IReadOnlyList<SpanDefinition> spans) =>
        new()
        {
            Name = "Office",
            Zone = zone,
            Week = new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(
                day => day,
                _ => spans
            ),
        };

    /// <summary>The instant at which a wall clock in the zone shows this; a time shown twice is the first.</summary>
    public static Instant At(string zone, string wallClock) =>
        DateTimeZoneProviders.Tzdb[zone].AtLeniently(WallClock.Parse(wallClock).Value).ToInstant();
}
