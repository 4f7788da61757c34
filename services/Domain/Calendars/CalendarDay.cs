using System.Text.Json.Serialization;
using NodaTime;
using TriageMesh.Contracts;

namespace TriageMesh.Domain.Calendars;

/// <summary>One date of a calendar.</summary>
/// <param name="Date">The date in the calendar's zone.</param>
/// <param name="Kind">How it comes by its hours.</param>
/// <param name="Open">Its spans; none is closed.</param>
/// <param name="OpenFor">How long it is open; on the day of a clock change not the sum of its spans.</param>
public sealed record CalendarDay(LocalDate Date, CalendarDayKind Kind, IReadOnlyList<OpenSpan> Open, Duration OpenFor);

/// <summary>How a date comes by its hours.</summary>
[JsonConverter(typeof(WireNameConverter<CalendarDayKind>))]
public enum CalendarDayKind
{
    /// <summary>As its weekday.</summary>
    [JsonStringEnumMemberName("week")]
    Week,

    /// <summary>Closed on this date.</summary>
    [JsonStringEnumMemberName("closed")]
    Closed,

    /// <summary>Open, though its weekday is not.</summary>
    [JsonStringEnumMemberName("make_up")]
    MakeUp,

    /// <summary>Open with hours of its own.</summary>
    [JsonStringEnumMemberName("other_hours")]
    OtherHours,
}
