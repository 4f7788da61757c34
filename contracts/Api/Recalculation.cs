namespace TriageMesh.Contracts.Api;

/// <summary>POST /recalculations: counts open tickets anew under the rules as they now are. Exactly one of the three is said.</summary>
/// <param name="PolicyId">Only tickets that this policy loses or gains.</param>
/// <param name="CalendarId">Only clocks counted by this calendar, and only their hours.</param>
/// <param name="All">All open tickets: never by leaving something out.</param>
public sealed record RecalculationRequest(Guid? PolicyId = null, Guid? CalendarId = null, bool All = false);

/// <summary>What a recalculation would change.</summary>
/// <param name="OpenTickets">Tickets in work.</param>
/// <param name="LookedAt">So many of them were counted; fewer than all where there are very many.</param>
/// <param name="Changes">So many of those would change.</param>
/// <param name="Sample">Some of the clocks that would change.</param>
public sealed record RecalculationPreview(
    long OpenTickets,
    long LookedAt,
    long Changes,
    IReadOnlyList<RecalculatedClock> Sample
);

/// <summary>One clock, before and after.</summary>
public sealed record RecalculatedClock(
    long TicketId,
    string Number,
    ClockKind Clock,
    int Round,
    string PolicyBefore,
    string PolicyAfter,
    DateTimeOffset? DueBefore,
    DateTimeOffset? DueAfter
);

/// <summary>A recalculation, and how far it has come.</summary>
public sealed record RecalculationView
{
    public required Guid Id { get; init; }
    public Guid? PolicyId { get; init; }
    public Guid? CalendarId { get; init; }
    public required Guid RequestedBy { get; init; }
    public required DateTimeOffset RequestedAt { get; init; }
    public required long LookedAt { get; init; }
    public required long Changed { get; init; }
    public DateTimeOffset? FinishedAt { get; init; }
}
