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
    private void ApplyPolicy(string actor, Instant at)
    {
        var (policyId, policy) = _rules.Match(Stored.FactsOf(State), at);
        if (policy.Id != _rules.Policy(Stored.PolicyId).Id)
        {
            Pin(policyId, policy, actor, at);
        }
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
}
