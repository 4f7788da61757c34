using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>The ticket's clocks: what changes do to them.</summary>
internal sealed partial class TicketFile
{
    private BusinessCalendar CalendarOf(ClockRow clock) => _rules.Calendar(clock.CalendarId);

    private void Touch(ClockEffect effect, TicketChange cause, string actor, Instant at)
    {
        var known = _clocks.GetValueOrDefault((effect.Clock, effect.Round));
        if (effect.Act == ClockAct.Start)
        {
            Start(effect, known, actor, at);
        }
        else if (known is not null)
        {
            var by = cause is WaitingStarted ? actor : Actor.System;
            Change(
                // Begun anew, it may warn and break anew.
                effect.Act == ClockAct.Restart
                    ? known with
                    {
                        Fired = [],
                        Generation = known.Generation + 1,
                    }
                    : known,
                clock => effect.ApplyTo(clock, by, CalendarOf(known)),
                effect.Act switch
                {
                    ClockAct.Backdate or ClockAct.Restart => ClockEventKind.Apply,
                    ClockAct.Pause => ClockEventKind.Pause,
                    ClockAct.Resume or ClockAct.Reopen => ClockEventKind.Resume,
                    ClockAct.Meet => ClockEventKind.Meet,
                    ClockAct.Cancel => ClockEventKind.Cancel,
                    ClockAct.Start or _ => throw new ArgumentOutOfRangeException(nameof(effect), effect.Act, null),
                },
                actor,
                at,
                effect
            );
        }
    }

    private void Start(ClockEffect effect, ClockRow? known, string actor, Instant at)
    {
        // A cancelled one of the same round stands there after an answer was taken back.
        var (asked, calendarId) =
            effect.Clock == ClockKind.Acceptance
                ? _rules.AcceptanceOf(Stored.PolicyId, State.HandedTo!.Value)
                : (_rules.Policy(Stored.PolicyId).TargetFor(effect.Clock, effect.Reopening), Stored.CalendarId);
        if (asked is not { } target || known is not (null or { State: "cancelled" }))
        {
            return;
        }

        var row = new ClockRow
        {
            TicketId = TicketId,
            Kind = effect.Clock.Wire(),
            Round = effect.Round,
            PolicyId = Stored.PolicyId,
            CalendarId = calendarId,
            Reopening = effect.Reopening,
            Generation = (known?.Generation ?? 0) + 1,
        }.With(SlaClock.Start(effect.Clock, effect.At, target, effect.Round), _rules);
        Put(row);
        Record(
            new ClockChanged(effect.Clock, effect.Round, ClockEventKind.Activate, DueAt: row.DueAt),
            actor,
            at,
            cause: null
        );
    }

    private void Change(
        ClockRow row,
        Func<SlaClock, SlaClock> change,
        ClockEventKind what,
        string actor,
        Instant at,
        ClockEffect? effect = null
    )
    {
        var before = row.ToClock();
        var after = change(before);
        if (after == before)
        {
            return;
        }

        // A promise that was broken before the timer noticed is told now; nothing else of the step takes effect.
        // A clock that begins anew has broken nothing yet.
        var brokenUntold =
            after.BreachedAt is not null
            && (
                after.BreachedAt != before.BreachedAt
                || (before.BreachedAt is not null && before.IsOverdue(at, CalendarOf(row)))
            );
        if (brokenUntold && !row.Fired.Contains(PolicyStep.BareBreach.Level))
        {
            RecordStep(row, PolicyStep.BareBreach, fired: true, at);
            row = row with { Fired = [.. row.Fired, PolicyStep.BareBreach.Level] };
        }

        var changed = row.With(after, _rules);
        Put(changed);
        Record(
            new ClockChanged(
                row.ClockKind,
                row.Round,
                what,
                DueAt: changed.DueAt,
                Reason: effect?.Reason,
                WhileUnanswered: effect?.WhileUnanswered ?? false
            )
            {
                PolicyId = changed.PolicyId,
                UsedSeconds = changed.ElapsedSeconds,
                PausedSeconds = before.Pause is null ? null : (long)(after.PausedFor - before.PausedFor).TotalSeconds,
                PausedBy = before.Pause?.By,
                Late = after.StoppedAt is null ? null : after.BreachedAt is not null,
            },
            actor,
            at,
            cause: null
        );
    }
}
