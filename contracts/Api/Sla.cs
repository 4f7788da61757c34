namespace TriageMesh.Contracts.Api;

/// <summary>What leads watch.</summary>
public sealed record SlaBoard
{
    public required DateTimeOffset AsOf { get; init; }
    public required int OpenTickets { get; init; }
    public required int Unassigned { get; init; }
    public required int Overdue { get; init; }
    public required int DueIn30Minutes { get; init; }
    public required DateTimeOffset? OldestUnansweredAt { get; init; }
    public required IReadOnlyList<ClockFigures> Today { get; init; }

    /// <summary>Since when today's figures are counted, up to <see cref="AsOf"/>.</summary>
    public required DateTimeOffset TodayFrom { get; init; }
    public required IReadOnlyList<ClockFigures> Week { get; init; }
    public required DateTimeOffset WeekFrom { get; init; }
    public required IReadOnlyList<SlaLane> Queues { get; init; }
    public required IReadOnlyList<SlaLane> Agents { get; init; }
}

/// <summary>How one kind of clock did in a span of time.</summary>
/// <param name="Kind">The clock.</param>
/// <param name="Met">Stopped in time.</param>
/// <param name="Breached">Broken, whether stopped since or not.</param>
/// <param name="MedianSeconds">Median working seconds of those stopped; null where none was.</param>
/// <param name="P90Seconds">90th percentile of the same.</param>
public sealed record ClockFigures(ClockKind Kind, int Met, int Breached, long? MedianSeconds, long? P90Seconds);

/// <summary>One queue's or one person's share.</summary>
public sealed record SlaLane(
    Guid Id,
    string Name,
    int Open,
    int Overdue,
    int DueIn30Minutes,
    int? Capacity,
    bool? Online
);
