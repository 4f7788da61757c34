namespace TriageMesh.Contracts.Api;

/// <summary>Open hours: a zone, spans for each weekday, and days that are different.</summary>
public sealed record CalendarRequest
{
    public required string Name { get; init; }

    /// <summary>IANA zone: <c>Asia/Shanghai</c>.</summary>
    public required string Zone { get; init; }

    /// <summary>By weekday (<c>monday</c> ... <c>sunday</c>): spans as <c>09:00-12:00</c>; the end may be <c>24:00</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Week { get; init; }

    /// <summary>By date (<c>2026-10-01</c>): the spans of that day instead; an empty list closes it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> SpecialDays { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
}

public sealed record CalendarView(Guid Id, CalendarRequest Definition, long Version);

/// <summary>PUT /policies: the whole ordered list; the first that matches a ticket applies.</summary>
public sealed record PolicyListRequest(IReadOnlyList<PolicyRequest> Policies);

/// <summary>What is promised to the tickets that match.</summary>
public sealed record PolicyRequest
{
    public required string Name { get; init; }
    public PolicyMatch Match { get; init; } = new();
    public required Guid CalendarId { get; init; }

    /// <summary>Working minutes until the first public reply.</summary>
    public required int FirstResponseMinutes { get; init; }

    /// <summary>Working minutes until the reply to a later post.</summary>
    public required int NextResponseMinutes { get; init; }

    /// <summary>Working minutes until the first reply after a reopening.</summary>
    public required int ReopenResponseMinutes { get; init; }

    /// <summary>Working minutes until resolved.</summary>
    public required int ResolutionMinutes { get; init; }
    public IReadOnlyList<PolicyStepRequest> Steps { get; init; } = [];
}

/// <summary>Which tickets a policy is for; an empty list matches all.</summary>
public sealed record PolicyMatch
{
    public IReadOnlyList<Label> Labels { get; init; } = [];
    public IReadOnlyList<Priority> Priorities { get; init; } = [];
    public IReadOnlyList<string> Channels { get; init; } = [];
    public IReadOnlyList<string> Accounts { get; init; } = [];
    public IReadOnlyList<AuthorTier> Tiers { get; init; } = [];
    public IReadOnlyList<Guid> QueueIds { get; init; } = [];
}

/// <summary>One point of a clock at which something happens: either a percentage of the target or minutes around due.</summary>
public sealed record PolicyStepRequest
{
    public required StepKind Kind { get; init; }

    /// <summary>Percent of the target, 1 to 100; null where <see cref="MinutesAfterDue"/> is set.</summary>
    public int? Percent { get; init; }

    /// <summary>Working minutes after due; negative is before.</summary>
    public int? MinutesAfterDue { get; init; }

    /// <summary><c>assignee</c>, <c>queue_lead</c>, <c>ops</c>, <c>on_call</c>.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary><c>notify</c>, <c>raise_priority</c>, <c>return_to_queue</c>.</summary>
    public IReadOnlyList<string> Actions { get; init; } = ["notify"];
}

public sealed record PolicyView(long Id, int Position, int Version, PolicyRequest Definition);

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
    public required IReadOnlyList<ClockFigures> Week { get; init; }
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
