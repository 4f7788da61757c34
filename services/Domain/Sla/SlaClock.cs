using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Sla;

/// <summary>Measures one promise of one ticket in open hours. A value: each change gives a new clock.</summary>
/// <remarks>
/// <para>
/// A clock is rebuilt from its row: kind, round, started_at, target, used, running_since, paused_for (working time of the
/// ended pauses), the pause (since, by, reason, while unanswered), breached_at, met_at, cancelled_at; durations as
/// microseconds. Timers look for due_at, which is <see cref="Due"/> at the last change. Past pauses are in the event log.
/// </para>
/// <para>
/// A change counts what was used so far into <see cref="Used"/> and goes on from there. By the additivity of open time
/// the due date is then the start plus the target plus the working time inside the pauses, and also now plus what is
/// left; and a change of target or calendar keeps what was used.
/// </para>
/// </remarks>
public sealed record SlaClock
{
    public required ClockKind Kind { get; init; }

    /// <summary>Which one of its kind on the ticket: the cycle, the waiting spell or the hand-over, from 1.</summary>
    public int Round { get; init; } = 1;

    public required Instant StartedAt { get; init; }

    public required Duration Target { get; init; }

    /// <summary>Working time used before <see cref="RunningSince"/>; all of it where that is null.</summary>
    public Duration Used { get; init; }

    /// <summary>From when on time is counted; null while paused. Kept when a running clock is stopped.</summary>
    public Instant? RunningSince { get; init; }

    /// <summary>Working time inside the pauses that have ended.</summary>
    public Duration PausedFor { get; init; }

    /// <summary>The pause that lasts.</summary>
    public ClockPause? Pause { get; init; }

    /// <summary>When the promise was last broken; no pause, no longer target and no answer takes it back.</summary>
    public Instant? BreachedAt { get; init; }

    public Instant? MetAt { get; init; }

    public Instant? CancelledAt { get; init; }

    public ClockState State =>
        this switch
        {
            { CancelledAt: not null } => ClockState.Cancelled,
            { MetAt: not null } => ClockState.Met,
            { Pause: not null } => ClockState.Paused,
            _ => ClockState.Running,
        };

    public Instant? StoppedAt => CancelledAt ?? MetAt;

    /// <summary>Answering clocks never pause; the two resolution clocks do.</summary>
    public static bool CanPause(ClockKind kind) => kind is ClockKind.Resolution or ClockKind.TotalResolution;

    public static SlaClock Start(ClockKind kind, Instant at, Duration target, int round = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, Duration.Zero);
        return new SlaClock
        {
            Kind = kind,
            Round = round,
            StartedAt = at,
            Target = target,
            RunningSince = at,
        };
    }

    /// <summary>The clock as it stands after a history of pauses, for example to count it again under another calendar.</summary>
    public static SlaClock Replay(
        ClockKind kind,
        Instant startedAt,
        Duration target,
        IEnumerable<PauseSpan> pauses,
        BusinessCalendar calendar,
        int round = 1
    )
    {
        var clock = Start(kind, startedAt, target, round);
        foreach (var pause in pauses.OrderBy(pause => pause.From))
        {
            clock = clock.PauseAt(pause.From, pause.By, pause.Reason, calendar, pause.WhileUnanswered);
            clock = pause.To is { } to ? clock.ResumeAt(to, calendar) : clock;
        }

        return clock;
    }

    /// <summary>Working time used up to <paramref name="now"/>, or until the clock stopped.</summary>
    public Duration Elapsed(Instant now, BusinessCalendar calendar) =>
        RunningSince is { } since ? Used + calendar.WorkingTimeBetween(since, Until(now)) : Used;

    /// <summary>What is left of the target; less than nothing once it is overdue.</summary>
    public Duration Left(Instant now, BusinessCalendar calendar) => Target - Elapsed(now, calendar);

    /// <summary>When the promise breaks, or broke; null where the clock stands, was stopped in a pause before that, or its calendar never opens for so long.</summary>
    public Instant? Due(BusinessCalendar calendar) =>
        Used >= Target ? BreachedAt ?? RunningSince
        : RunningSince is { } since ? calendar.Add(since, Target - Used)
        : null;

    /// <summary>True from the due instant on, until a longer target moves it.</summary>
    public bool IsOverdue(Instant now, BusinessCalendar calendar) => Due(calendar) is { } due && due <= Until(now);

    /// <summary>Takes note of a breach that time alone has brought.</summary>
    public SlaClock Observe(Instant now, BusinessCalendar calendar) =>
        State == ClockState.Running && Due(calendar) is { } due && due <= now ? this with { BreachedAt = due } : this;

    /// <summary>Stands still from <paramref name="at"/> on. Changes nothing for a clock that cannot pause, or has stopped.</summary>
    public SlaClock PauseAt(
        Instant at,
        string by,
        string reason,
        BusinessCalendar calendar,
        bool whileUnanswered = false
    )
    {
        if (!CanPause(Kind) || StoppedAt is not null)
        {
            return this;
        }

        var running = Pause is null ? this : ResumeAt(at, calendar);
        var from = Instant.Max(at, running.RunningSince ?? at);
        return running.Observe(from, calendar) with
        {
            Used = running.Elapsed(from, calendar),
            RunningSince = null,
            Pause = new ClockPause(from, by, reason, whileUnanswered),
        };
    }

    /// <summary>Counts again from <paramref name="at"/> on; a pause ends no earlier than it began.</summary>
    public SlaClock ResumeAt(Instant at, BusinessCalendar calendar) =>
        Pause is null || StoppedAt is not null
            ? this
            : EndPause(at, calendar) with
            {
                RunningSince = Instant.Max(at, Pause.Since),
            };

    /// <summary>An older unanswered post has come to light: an answering clock has run since then.</summary>
    public SlaClock BackdateTo(Instant at, BusinessCalendar calendar) =>
        CanPause(Kind) || StoppedAt is not null || at >= StartedAt ? this
        : RunningSince == StartedAt ? this with { StartedAt = at, RunningSince = at }
        : this with { StartedAt = at, Used = Used + calendar.WorkingTimeBetween(at, StartedAt) };

    /// <summary>The promised event has happened. At the due instant itself it is still in time.</summary>
    public SlaClock MeetAt(Instant at, BusinessCalendar calendar) =>
        Stop(at, calendar) with
        {
            MetAt = StoppedAt is null ? at : MetAt,
        };

    /// <summary>The promise is dropped without a result; a breach that was before it stays.</summary>
    public SlaClock CancelAt(Instant at, BusinessCalendar calendar) =>
        Stop(at, calendar) with
        {
            CancelledAt = StoppedAt is null ? at : CancelledAt,
        };

    /// <summary>Goes on after it was met: the time in between counts as a pause.</summary>
    public SlaClock ReopenAt(Instant at, BusinessCalendar calendar)
    {
        if (State != ClockState.Met || MetAt is not { } metAt)
        {
            return this;
        }

        var from = Instant.Max(at, metAt);
        return this with
        {
            Used = Elapsed(metAt, calendar),
            PausedFor = PausedFor + calendar.WorkingTimeBetween(metAt, from),
            RunningSince = from,
            MetAt = null,
        };
    }

    /// <summary>Applies a new target, and perhaps another calendar, from <paramref name="at"/> on; what was used stays used.</summary>
    /// <remarks>Where more is used already than the new target gives, the promise breaks at the change, not before it.</remarks>
    public SlaClock RetargetAt(Instant at, Duration target, BusinessCalendar before, BusinessCalendar after)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(target, Duration.Zero);
        if (StoppedAt is not null)
        {
            return this;
        }

        var observed = Observe(at, before);
        var overdue = observed.IsOverdue(at, before);
        var used = observed.Elapsed(at, before);
        return observed with
        {
            Target = target,
            Used = used,
            RunningSince = RunningSince is { } since ? Instant.Max(at, since) : null,
            BreachedAt = used >= target && !overdue ? at : observed.BreachedAt,
        };
    }

    private SlaClock Stop(Instant at, BusinessCalendar calendar)
    {
        if (StoppedAt is not null)
        {
            return this;
        }

        // One nanosecond earlier, because an event at the due instant is in time.
        return Pause is null ? Observe(at - Duration.Epsilon, calendar) : EndPause(at, calendar);
    }

    private SlaClock EndPause(Instant at, BusinessCalendar calendar) =>
        this with
        {
            PausedFor = PausedFor + calendar.WorkingTimeBetween(Pause?.Since ?? at, at),
            Pause = null,
        };

    private Instant Until(Instant now) => StoppedAt is { } stopped ? Instant.Min(stopped, now) : now;
}
