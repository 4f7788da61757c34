namespace TriageMesh.Domain.Calendars;

/// <summary>A calendar as people write it and as it is stored; <see cref="BusinessCalendar.From"/> checks it.</summary>
public sealed record CalendarDefinition
{
    public required string Name { get; init; }

    /// <summary>IANA zone, for example <c>Asia/Shanghai</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Open spans by weekday name (<c>monday</c>); a weekday that is not named is closed.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SpanDefinition>> Week { get; init; } =
        new Dictionary<string, IReadOnlyList<SpanDefinition>>();

    /// <summary>Dates that do not follow the week.</summary>
    public IReadOnlyList<DayDefinition> Days { get; init; } = [];
}

/// <summary>From <c>09:00</c> up to but not including <c>18:00</c>; an end may be <c>24:00</c>.</summary>
public sealed record SpanDefinition(string From, string To);

/// <summary>One date (<c>2026-10-01</c>) with its own spans; none means closed.</summary>
public sealed record DayDefinition
{
    public required string Date { get; init; }

    public IReadOnlyList<SpanDefinition> Open { get; init; } = [];

    public string? Note { get; init; }
}
