using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>What other rules do to the ticket's clocks: another policy, an edited one, an edited calendar.</summary>
internal sealed partial class TicketFile
{
    /// <summary>Counts the ticket anew under the rules as they now are: the policy that matches, and the hours of its calendar.</summary>
    public void Recalculate(RecalculationScope scope, string actor, Instant at)
    {
        if (scope.CalendarId is null)
        {
            var (policyId, policy) = _rules.Match(Stored.FactsOf(State), at);
            if (policyId != Stored.PolicyId && scope.Concerns(policy.Id, _rules.Policy(Stored.PolicyId).Id))
            {
                Pin(policyId, policy, actor, at);
                BeginPromised(actor, at);
            }
        }

        if (scope.PolicyKey is null)
        {
            foreach (
                var clock in Clocks
                    .Where(clock =>
                        clock.StoppedAt is null && clock.CalendarId == (scope.CalendarId ?? clock.CalendarId)
                    )
                    .ToList()
            )
            {
                Recount(clock, actor, at);
            }
        }
    }

    /// <summary>Counts a clock anew, because the hours by which it is counted were edited.</summary>
    private void Recount(ClockRow clock, string actor, Instant at)
    {
        var counted = clock.With(clock.ToClock(), _rules);
        if (counted.DueAt == clock.DueAt && counted.NextFireAt == clock.NextFireAt)
        {
            return;
        }

        Put(counted);
        Record(
            new ClockChanged(
                clock.ClockKind,
                clock.Round,
                ClockEventKind.Apply,
                DueAt: counted.DueAt,
                Reason: "calendar edited"
            )
            {
                PolicyId = clock.PolicyId,
                FromPolicyId = clock.PolicyId,
            },
            actor,
            at,
            cause: null
        );
    }

    /// <summary>The ticket is another matter than it was: another policy may hold from now on. One that still matches keeps its version.</summary>
    /// <returns>True where another holds.</returns>
    private bool ApplyPolicy(string actor, Instant at)
    {
        var (policyId, policy) = _rules.Match(Stored.FactsOf(State), at);
        if (policy.Id == _rules.Policy(Stored.PolicyId).Id)
        {
            return false;
        }

        Pin(policyId, policy, actor, at);
        return true;
    }

    /// <summary>From now on this version's targets hold; what was used and paused stays so.</summary>
    private void Pin(long policyId, SlaPolicy policy, string actor, Instant at)
    {
        Stored = Stored with { PolicyId = policyId, CalendarId = policy.CalendarId };
        // The receiving queue's own promise does not follow the ticket's policy.
        foreach (
            var row in Clocks
                .Where(clock => clock.StoppedAt is null && clock.ClockKind != ClockKind.Acceptance)
                .ToList()
        )
        {
            if (policy.TargetFor(row.ClockKind, row.Reopening) is not { } target)
            {
                continue;
            }

            var (before, after) = (_rules.Calendar(row.CalendarId), _rules.Calendar(policy.CalendarId));
            var clock = row.ToClock().RetargetAt(at, target, before, after);
            var schedule = new StepSchedule(clock, policy.Steps, after);
            var changed = (
                row with
                {
                    PolicyId = policyId,
                    CalendarId = policy.CalendarId,
                    Generation = row.Generation + 1,
                    Fired = [.. schedule.StillFired(at, row.Fired)],
                }
            ).With(clock, _rules);
            Put(changed);
            Record(
                new ClockChanged(
                    row.ClockKind,
                    row.Round,
                    ClockEventKind.Apply,
                    DueAt: changed.DueAt,
                    Reason: policy.Name
                )
                {
                    PolicyId = policyId,
                    FromPolicyId = row.PolicyId,
                },
                actor,
                at,
                cause: null
            );
        }
    }

    /// <summary>Begins what the policy promises and the one before it did not.</summary>
    private void BeginPromised(string actor, Instant at)
    {
        foreach (var (kind, round) in Asked().Where(asked => !_clocks.ContainsKey(asked)).ToList())
        {
            Begin(kind, round, actor, at);
        }
    }

    /// <summary>The clocks that a ticket has as it stands, where its policy promises them.</summary>
    private IEnumerable<(ClockKind Kind, int Round)> Asked()
    {
        if (State.UnansweredSince is not null)
        {
            yield return State.Spell == 1 ? (ClockKind.FirstResponse, 1) : (ClockKind.NextResponse, State.Spell);
        }

        if (State.IsUnresolved && Stored.FirstResolvedAt is null)
        {
            yield return (ClockKind.Resolution, 1);
        }

        if (State.IsUnresolved)
        {
            yield return (ClockKind.TotalResolution, 1);
        }
    }

    /// <summary>A promise that the ticket did not have begins: what has been used counts as far as it is known, and breaks nothing before now.</summary>
    /// <remarks>
    /// A wait for an answer is known by its post, and a resolution by the other clock of its kind; where neither was measured,
    /// it counts from now on.
    /// </remarks>
    private void Begin(ClockKind kind, int round, string actor, Instant at)
    {
        var (policyId, policy) = (Stored.PolicyId, _rules.Policy(Stored.PolicyId));
        var reopening = kind == ClockKind.NextResponse && round == State.ReopeningSpell;
        if (policy.TargetFor(kind, reopening) is not { } target)
        {
            return;
        }

        var calendar = _rules.Calendar(policy.CalendarId);
        var sibling = kind switch
        {
            ClockKind.Resolution => Find(ClockKind.TotalResolution, 1),
            ClockKind.TotalResolution => Find(ClockKind.Resolution, 1),
            _ => null,
        };
        var clock =
            sibling is { StoppedAt: null }
                ? sibling.ToClock() with
                {
                    Kind = kind,
                    Target = target,
                    Used = sibling.ToClock().Elapsed(at, calendar),
                    RunningSince = sibling.IsRunning ? at : null,
                    BreachedAt = null,
                }
            : SlaClock.CanPause(kind) ? SlaClock.Start(kind, at, target)
            : SlaClock.Start(kind, State.UnansweredSince ?? at, target, round) with
            {
                Used = calendar.WorkingTimeBetween(State.UnansweredSince ?? at, at),
                RunningSince = at,
            };
        clock =
            State.IsWaiting && clock.Pause is null
                ? clock.PauseAt(at, Actor.System, policy.Name, calendar, State.UnansweredSince is not null)
                : clock;
        var row = new ClockRow
        {
            TicketId = TicketId,
            Kind = kind.Wire(),
            Round = round,
            PolicyId = policyId,
            CalendarId = policy.CalendarId,
            Reopening = reopening,
        }.With(clock.Used >= target ? clock with { BreachedAt = at } : clock, _rules);
        Put(row);
        Record(
            new ClockChanged(kind, round, ClockEventKind.Activate, DueAt: row.DueAt, Reason: policy.Name)
            {
                PolicyId = policyId,
            },
            actor,
            at,
            cause: null
        );
    }
}
