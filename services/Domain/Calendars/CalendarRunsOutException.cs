using NodaTime;

namespace TriageMesh.Domain.Calendars;

/// <summary>A calendar has no open time left where some was needed: its weeks are closed and its open dates are past.</summary>
public sealed class CalendarRunsOutException(string calendar, Instant from)
    : Exception($"The calendar '{calendar}' has not enough open time after {from}.")
{
    public string Calendar { get; } = calendar;

    public Instant From { get; } = from;
}
