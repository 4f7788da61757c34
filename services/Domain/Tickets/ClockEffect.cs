using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;

namespace TriageMesh.Domain.Tickets;

/// <summary>What a change of the ticket does to one of its clocks.</summary>
/// <param name="Clock">Which clock.</param>
/// <param name="Round">Which one of its kind.</param>
/// <param name="Act">What is done.</param>
/// <param name="At">From when on it holds; may be earlier than the change.</param>
/// <param name="Reason">Why a clock stands.</param>
/// <param name="WhileUnanswered">It was paused though a customer had no answer.</param>
/// <param name="Reopening">A response clock with the shorter target of a reopened ticket.</param>
public sealed record ClockEffect(
    ClockKind Clock,
    int Round,
    ClockAct Act,
    Instant At,
    string? Reason = null,
    bool WhileUnanswered = false,
    bool Reopening = false
)
{
    /// <summary>The clock afterwards. A clock that has stopped stays as it was, except that a met one may go on.</summary>
    /// <exception cref="InvalidOperationException">A clock that is to start is there already.</exception>
    public SlaClock ApplyTo(SlaClock clock, string by, BusinessCalendar calendar) =>
        Act switch
        {
            ClockAct.Start => throw new InvalidOperationException("A clock is started by SlaClock.Start, once."),
            ClockAct.Backdate => clock.BackdateTo(At, calendar),
            ClockAct.Pause => clock.PauseAt(At, by, Reason ?? "", calendar, WhileUnanswered),
            ClockAct.Resume => clock.ResumeAt(At, calendar),
            ClockAct.Meet => clock.MeetAt(At, calendar),
            ClockAct.Cancel => clock.CancelAt(At, calendar),
            ClockAct.Reopen => clock.ReopenAt(At, calendar),
            ClockAct.Restart => RestartAt(clock),
            _ => throw new ArgumentOutOfRangeException(nameof(clock), Act, null),
        };

    // What the clock measured has gone to another ticket, its breach too; a later post is the oldest that waits here.
    private SlaClock RestartAt(SlaClock clock) =>
        clock.StoppedAt is not null
            ? clock
            : clock with
            {
                StartedAt = At,
                RunningSince = At,
                Used = Duration.Zero,
                BreachedAt = null,
            };
}

/// <summary>What can be done to a clock.</summary>
public enum ClockAct
{
    Start,
    Backdate,
    Pause,
    Resume,
    Meet,
    Cancel,
    Reopen,

    /// <summary>An answering clock begins at a later post, because the older one is no longer here.</summary>
    Restart,
}
