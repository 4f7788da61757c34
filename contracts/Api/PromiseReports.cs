namespace TriageMesh.Contracts.Api;

/// <summary>GET /reports/sla: how promises were kept in a span of time, beside the span of the same length before it.</summary>
public sealed record SlaReport(DateTimeOffset From, DateTimeOffset To, string By, IReadOnlyList<SlaReportRow> Rows);

/// <summary>One kind of clock, of one queue, agent or policy where it is asked by those.</summary>
public sealed record SlaReportRow
{
    public required ClockKind Kind { get; init; }

    /// <summary>The queue's, agent's or policy's id; null for what nobody had, and where all are counted together.</summary>
    public Guid? GroupId { get; init; }
    public string? Group { get; init; }
    public required PromiseFigures Now { get; init; }
    public required PromiseFigures Before { get; init; }
}

/// <summary>How one kind of clock did.</summary>
/// <param name="Met">Stopped in time.</param>
/// <param name="Breached">Broken, whether stopped since or not.</param>
/// <param name="PercentMet">Of both, the share that was met; null where there is none.</param>
/// <param name="MedianSeconds">Median working seconds of those stopped.</param>
/// <param name="P90Seconds">90th percentile of the same.</param>
public sealed record PromiseFigures(int Met, int Breached, double? PercentMet, long? MedianSeconds, long? P90Seconds)
{
    public static PromiseFigures None { get; } = new(0, 0, null, null, null);
}

/// <summary>GET /reports/pauses: how much of the time each agent's clocks stood still, and by whose word.</summary>
public sealed record PauseReport(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PauseReportRow> Agents);

/// <summary>One agent's pauses.</summary>
/// <param name="AgentId">The agent.</param>
/// <param name="Name">Their name.</param>
/// <param name="Pauses">Set by them.</param>
/// <param name="Flagged">Of these, set while a customer post had no answer.</param>
/// <param name="PausedSeconds">Working seconds of the span during which a promise stood still by their word; of what still lasts, up to now.</param>
/// <param name="UsedSeconds">Working seconds of the resolutions that they brought to an end in the span.</param>
/// <param name="PausedShare">Paused of paused and used, 0 to 1; null where there is neither.</param>
public sealed record PauseReportRow(
    Guid AgentId,
    string Name,
    int Pauses,
    int Flagged,
    long PausedSeconds,
    long UsedSeconds,
    double? PausedShare
);

/// <summary>One pause that was set while a customer post had no answer.</summary>
public sealed record FlaggedPause(
    long TicketId,
    string Number,
    DateTimeOffset At,
    Guid? AgentId,
    string By,
    string For,
    string Reason,
    QueueRef Queue
);
