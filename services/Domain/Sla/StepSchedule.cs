using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Sla;

/// <summary>The steps of one clock in the order of their time, and which of them are to take effect.</summary>
public sealed class StepSchedule
{
    private readonly SlaClock _clock;
    private readonly BusinessCalendar _calendar;
    private readonly (PolicyStep Step, Duration At)[] _steps;

    /// <remarks>A breach is always a level, even where the policy tells nobody of it.</remarks>
    public StepSchedule(SlaClock clock, IEnumerable<PolicyStep> steps, BusinessCalendar calendar)
    {
        (_clock, _calendar) = (clock, calendar);
        PolicyStep[] own = [.. steps.Where(step => step.BelongsTo(clock.Kind))];
        if (!own.Any(step => step.Kind == StepKind.Breach))
        {
            own = [.. own, PolicyStep.BareBreach];
        }

        // A point before the start is no point of this clock.
        _steps =
        [
            .. own.Select(step => (step, At: step.Point.UsedOf(clock.Target)))
                .Where(step => step.At > Duration.Zero)
                .OrderBy(step => step.At),
        ];
    }

    /// <summary>Every level with its instant; null for what a pause holds back and for what was passed before the last change.</summary>
    public IReadOnlyList<(PolicyStep Step, Instant? At)> Levels =>
        [.. _steps.Select(step => (step.Step, When(step.At)))];

    /// <summary>When the timer must look again; null where nothing more can happen as the clock stands.</summary>
    /// <remarks>A level that was passed and not fired is due at once, so an instant in the past is possible.</remarks>
    public Instant? NextFire(IReadOnlyCollection<string> fired)
    {
        if (_clock.StoppedAt is not null)
        {
            return null;
        }

        var next = _steps.FirstOrDefault(step => !fired.Contains(step.Step.Level));
        return next.Step is null ? null
            : next.At <= _clock.Used ? _clock.RunningSince ?? _clock.Pause?.Since
            : When(next.At);
    }

    /// <summary>What takes effect now: after an outage only the highest level passed; the ones below it are skipped.</summary>
    /// <remarks>Nothing for a clock that was stopped meanwhile. Fired and skipped levels both belong in <paramref name="fired"/> afterwards.</remarks>
    public DueSteps StepsToFire(Instant now, IReadOnlyCollection<string> fired)
    {
        if (_clock.StoppedAt is not null)
        {
            return DueSteps.None;
        }

        var elapsed = _clock.Elapsed(now, _calendar);
        PolicyStep[] passed = [.. _steps.Where(step => step.At <= elapsed).Select(step => step.Step)];
        PolicyStep[] open = [.. passed.Where(step => !fired.Contains(step.Level))];
        return open.Length == 0 ? DueSteps.None
            : open[^1] == passed[^1] ? new DueSteps(open[^1], open[..^1])
            : new DueSteps(null, open);
    }

    /// <summary>The levels that count as fired after a change of target: those that due has moved past may fire again.</summary>
    public IReadOnlyList<string> StillFired(Instant now, IReadOnlyCollection<string> fired)
    {
        var elapsed = _clock.Elapsed(now, _calendar);
        return [.. _steps.Where(step => step.At <= elapsed).Select(step => step.Step.Level).Where(fired.Contains)];
    }

    private Instant? When(Duration used) =>
        used > _clock.Used && _clock.RunningSince is { } since ? _calendar.Add(since, used - _clock.Used) : null;
}

/// <summary>The step that takes effect, and those that are recorded as skipped.</summary>
public sealed record DueSteps(PolicyStep? Fire, IReadOnlyList<PolicyStep> Skipped)
{
    public static DueSteps None { get; } = new(null, []);
}
