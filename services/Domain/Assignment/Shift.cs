using NodaTime;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Assignment;

/// <summary>When one person works. Only then are tickets given to them automatically.</summary>
public sealed class Shift
{
    private readonly BusinessCalendar _times;

    private Shift(BusinessCalendar times) => _times = times;

    /// <summary>Reads a definition.</summary>
    /// <exception cref="CalendarDefinitionException">The definition has mistakes; all of them are told.</exception>
    public static Shift From(Guid agentId, ShiftDefinition definition) =>
        new(
            BusinessCalendar.From(
                agentId,
                new CalendarDefinition
                {
                    Name = "shift",
                    Zone = definition.Zone,
                    Week = definition.Week,
                    Days = definition.Days,
                }
            )
        );

    public bool IsOn(Instant at) => _times.IsOpen(at);

    /// <summary>When the next work begins; now for whoever is at it, null where none is planned.</summary>
    public Instant? NextStart(Instant at) => _times.NextOpening(at);
}
