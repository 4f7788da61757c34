using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Sla;
using TriageMesh.Platform.Database;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>A clock as it is stored: its value, and the timer that follows from it.</summary>
internal record ClockRow
{
    public const string Columns = """
        c.ticket_id, c.kind, c.round, c.policy_id, c.calendar_id, c.state, c.started_at, c.target_seconds, c.used_us,
        c.running_since, c.paused_us, c.paused_since, c.paused_by, c.paused_reason, c.paused_flagged, c.reopening, c.due_at,
        c.stopped_at, c.elapsed_seconds, c.breached_at, c.met_by_reply, c.fired, c.generation, c.next_fire_at
        """;

    public required long TicketId { get; init; }
    public required string Kind { get; init; }
    public required int Round { get; init; }
    public required long PolicyId { get; init; }
    public required Guid CalendarId { get; init; }
    public string State { get; init; } = "";
    public Instant StartedAt { get; init; }
    public long TargetSeconds { get; init; }
    public long UsedUs { get; init; }
    public Instant? RunningSince { get; init; }
    public long PausedUs { get; init; }
    public Instant? PausedSince { get; init; }
    public string? PausedBy { get; init; }
    public string? PausedReason { get; init; }
    public bool PausedFlagged { get; init; }
    public bool Reopening { get; init; }
    public Instant? DueAt { get; init; }
    public Instant? StoppedAt { get; init; }
    public long? ElapsedSeconds { get; init; }
    public Instant? BreachedAt { get; init; }
    public Guid? MetByReply { get; init; }
    public string[] Fired { get; init; } = [];
    public int Generation { get; init; } = 1;
    public Instant? NextFireAt { get; init; }

    public ClockKind ClockKind => WireName<ClockKind>.Parse(Kind);

    public bool IsRunning => State == "running";

    /// <summary>The value that the row holds.</summary>
    public SlaClock ToClock() =>
        new()
        {
            Kind = ClockKind,
            Round = Round,
            StartedAt = StartedAt,
            Target = Duration.FromSeconds(TargetSeconds),
            Used = Duration.FromTicks(UsedUs * 10),
            RunningSince = RunningSince,
            PausedFor = Duration.FromTicks(PausedUs * 10),
            Pause = PausedSince is { } since
                ? new ClockPause(since, PausedBy ?? "", PausedReason ?? "", PausedFlagged)
                : null,
            BreachedAt = BreachedAt,
            MetAt = State == "met" ? StoppedAt : null,
            CancelledAt = State == "cancelled" ? StoppedAt : null,
        };

    /// <summary>The row of <paramref name="clock"/>, with due and timer counted anew under the policy and calendar of this row.</summary>
    public ClockRow With(SlaClock clock, RuleBook rules)
    {
        var calendar = rules.Calendar(CalendarId);
        return this with
        {
            State = clock.State.Wire(),
            StartedAt = clock.StartedAt,
            TargetSeconds = (long)clock.Target.TotalSeconds,
            UsedUs = clock.Used.BclCompatibleTicks / 10,
            RunningSince = clock.RunningSince,
            PausedUs = clock.PausedFor.BclCompatibleTicks / 10,
            PausedSince = clock.Pause?.Since,
            PausedBy = clock.Pause?.By,
            PausedReason = clock.Pause?.Reason,
            PausedFlagged = clock.Pause is { WhileUnanswered: true },
            DueAt = clock.State == ClockState.Paused ? null : clock.Due(calendar),
            StoppedAt = clock.StoppedAt,
            ElapsedSeconds = clock.StoppedAt is { } stopped
                ? (long)clock.Elapsed(stopped, calendar).TotalSeconds
                : null,
            BreachedAt = clock.BreachedAt,
            NextFireAt = NotBefore(new StepSchedule(clock, rules.Policy(PolicyId).Steps, calendar).NextFire(Fired)),
        };
    }

    /// <summary>timestamptz keeps microseconds: a timer is set to the first one that is not too early.</summary>
    private static Instant? NotBefore(Instant? at) =>
        at is { } exact && exact.ToMicroseconds() is var cut
            ? cut < exact
                ? cut + Duration.FromTicks(10)
                : cut
            : null;

    /// <summary>The clock as a person reads it at <paramref name="now"/>.</summary>
    public ClockView ToView(Instant now, RuleBook rules, IReadOnlyList<PauseView> pauses)
    {
        var calendar = rules.Calendar(CalendarId);
        var clock = ToClock();
        var elapsed = clock.Elapsed(now, calendar);
        return new ClockView
        {
            Kind = clock.Kind,
            Round = Round,
            Reopening = Reopening,
            State = clock.State,
            StartedAt = StartedAt.ToDateTimeOffset(),
            TargetSeconds = TargetSeconds,
            DueAt = DueAt?.ToDateTimeOffset(),
            LeftSeconds = (long)Math.Floor((clock.Target - elapsed).TotalSeconds),
            ElapsedSeconds = (long)elapsed.TotalSeconds,
            Breached = BreachedAt is not null || clock.IsOverdue(now, calendar),
            BreachedAt = BreachedAt?.ToDateTimeOffset(),
            MetAt = clock.MetAt?.ToDateTimeOffset(),
            Pauses = pauses,
            AsOf = now.ToDateTimeOffset(),
        };
    }
}
