namespace TriageMesh.Domain.Calendars;

/// <summary>A calendar's definition has mistakes.</summary>
public sealed class CalendarDefinitionException(IReadOnlyDictionary<string, string[]> errors)
    : DefinitionException("The calendar cannot be used", errors);
