using NodaTime;

namespace TriageMesh.Domain.Calendars;

/// <summary>One date that does not follow the week: closed (no spans), with other hours, or open though its weekday is not.</summary>
public sealed record SpecialDay(LocalDate Date, IReadOnlyList<OpenSpan> Open, string? Note = null);
