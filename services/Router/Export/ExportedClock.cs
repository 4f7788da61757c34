using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Export;

/// <summary>One clock of an exported ticket, with what it has used and how long it stood, in open seconds of its calendar, as of the export.</summary>
internal sealed record ExportedClock
{
    public required string Kind { get; init; }
    public required int Round { get; init; }
    public required string State { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required long TargetSeconds { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? StoppedAt { get; init; }
    public DateTimeOffset? MetAt { get; init; }
    public DateTimeOffset? BreachedAt { get; init; }
    public bool Breached { get; init; }

    /// <summary>Null where the calendar is not there.</summary>
    public long? ElapsedSeconds { get; init; }
    public long? PausedSeconds { get; init; }
}

/// <summary>A clock as the statement gives it.</summary>
internal sealed record StoredClock
{
    public required string Kind { get; init; }
    public required int Round { get; init; }
    public required string State { get; init; }
    public required Guid CalendarId { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required long TargetSeconds { get; init; }
    public long UsedUs { get; init; }
    public DateTimeOffset? RunningSince { get; init; }
    public long PausedUs { get; init; }
    public DateTimeOffset? PausedSince { get; init; }
    public DateTimeOffset? DueAt { get; init; }
    public DateTimeOffset? StoppedAt { get; init; }
    public DateTimeOffset? BreachedAt { get; init; }
    public long? ElapsedSeconds { get; init; }

    public ExportedClock AsOf(Instant now, RuleBook rules) =>
        new()
        {
            Kind = Kind,
            Round = Round,
            State = State,
            StartedAt = StartedAt,
            TargetSeconds = TargetSeconds,
            DueAt = DueAt,
            StoppedAt = StoppedAt,
            MetAt = State == ClockState.Met.Wire() ? StoppedAt : null,
            BreachedAt = BreachedAt,
            Breached =
                BreachedAt is not null || (State == ClockState.Running.Wire() && DueAt <= now.ToDateTimeOffset()),
            ElapsedSeconds = ElapsedSeconds ?? With(UsedUs, RunningSince, now, rules),
            PausedSeconds = With(PausedUs, PausedSince, now, rules),
        };

    private long? With(long us, DateTimeOffset? since, Instant now, RuleBook rules)
    {
        var before = Duration.FromTicks(us * 10);
        return since is not { } from ? (long)before.TotalSeconds
            : !rules.KnowsCalendar(CalendarId) ? null
            : (long)
                (
                    before + rules.Calendar(CalendarId).WorkingTimeBetween(Instant.FromDateTimeOffset(from), now)
                ).TotalSeconds;
    }
}
