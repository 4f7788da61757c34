using NodaTime;

namespace TriageMesh.Domain.Calendars;

/// <summary>A stretch of a day in which people work: from its start, up to but not including its end.</summary>
/// <remarks>An end of midnight is 24:00, the end of the same day: nothing else can be meant, since no span is empty.</remarks>
public readonly record struct OpenSpan
{
    /// <exception cref="ArgumentException">The end is not after the start.</exception>
    public OpenSpan(LocalTime from, LocalTime to)
    {
        if (to != LocalTime.Midnight && to <= from)
        {
            throw new ArgumentException($"A span must end after it starts: {from:HH:mm}-{to:HH:mm}.", nameof(to));
        }

        From = from;
        To = to;
    }

    public LocalTime From { get; }

    public LocalTime To { get; }

    /// <summary>The whole day, 00:00 to 24:00.</summary>
    public static OpenSpan AllDay => default;

    internal bool Overlaps(OpenSpan other) => From.NanosecondOfDay < other.End && other.From.NanosecondOfDay < End;

    internal LocalDateTime StartOn(LocalDate date) => date + From;

    internal LocalDateTime EndOn(LocalDate date) =>
        To == LocalTime.Midnight ? date.PlusDays(1).AtMidnight() : date + To;

    private long End => To == LocalTime.Midnight ? NodaConstants.NanosecondsPerDay : To.NanosecondOfDay;
}
