using NodaTime;

namespace TriageMesh.Platform.Months;

/// <summary>A month of UTC: what a partition holds. Its start is in it, its end is not.</summary>
public readonly record struct Month
{
    private Month(YearMonth month) => Value = month;

    private YearMonth Value { get; }

    public Instant From => Value.OnDayOfMonth(1).AtMidnight().InUtc().ToInstant();

    public Instant To => Plus(1).From;

    /// <summary>The month in which an instant lies.</summary>
    public static Month Of(Instant instant) => new(instant.InUtc().Date.ToYearMonth());

    public Month Plus(int months) => new(Value.PlusMonths(months));

    /// <summary>As PostgreSQL reads a date: its first day.</summary>
    public override string ToString() => $"{Value.Year:0000}-{Value.Month:00}-01";
}
