using NodaTime;
using TriageMesh.Domain.Calendars;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Board;

/// <summary>The weeks that a heat of the week is counted over, and the zone in which its hours are read.</summary>
internal sealed record WeekSpan(Interval Span, DateTimeZone Zone)
{
    public const int Usual = 4;
    public const int Most = 26;

    /// <summary>Up to now, in the zone of this queue's calendar; of the default queue's where none is asked for.</summary>
    public static WeekSpan Of(RuleBook book, Guid? queueId, int weeks, Instant now)
    {
        var queue = (queueId is { } id ? book.FindQueue(id) : null) ?? book.DefaultQueue;
        var zone = book.Calendar(queue.CalendarId).Zone;
        return new WeekSpan(HourOfWeek.Weeks(weeks, now, zone), zone);
    }
}
