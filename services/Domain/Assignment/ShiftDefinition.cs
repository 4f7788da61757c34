using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Assignment;

/// <summary>When somebody works, as a lead writes it and as it is stored; <see cref="Shift.From"/> checks it.</summary>
public sealed record ShiftDefinition
{
    /// <summary>IANA zone, for example <c>Asia/Shanghai</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>Spans by weekday name (<c>monday</c>); a night shift is one up to <c>24:00</c> and one from <c>00:00</c> the day after.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<SpanDefinition>> Week { get; init; } =
        new Dictionary<string, IReadOnlyList<SpanDefinition>>();

    /// <summary>Dates that do not follow the week: leave (no span), a swapped shift, an extra day.</summary>
    public IReadOnlyList<DayDefinition> Days { get; init; } = [];
}
