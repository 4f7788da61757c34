using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>A ticket in hand, its row locked: changes are applied here, to the state, the clocks and the history alike, and then written at once.</summary>
internal sealed class TicketFile
{
    private readonly RuleBook _rules;
    private readonly Dictionary<(ClockKind, int), ClockRow> _clocks;
    private readonly HashSet<(ClockKind, int)> _changedClocks = [];
    private readonly List<EventRow> _events = [];
    private readonly List<StepRow> _steps = [];

    private TicketFile(StoredTicket stored, TicketState state, IEnumerable<ClockRow> clocks, RuleBook rules, bool isNew)
    {
        (Stored, State, Before, _rules, IsNew) = (stored, state, isNew ? null : state, rules, isNew);
        _clocks = clocks.ToDictionary(clock => (clock.ClockKind, clock.Round));
    }

    /// <summary>The columns beside the state, as they will be written.</summary>
    public StoredTicket Stored { get; set; }

    public TicketState State { get; private set; }

    /// <summary>The state as it was read; null for a ticket that is being opened.</summary>
    public TicketState? Before { get; }

    public bool IsNew { get; }

    /// <summary>The operators' settings by which it is kept.</summary>
    public RuleBook Rules => _rules;

    public long TicketId => Stored.TicketId;

    public bool IsChanged => _events.Count > 0;

    public IReadOnlyCollection<ClockRow> Clocks => _clocks.Values;

    public IEnumerable<ClockRow> ChangedClocks => _changedClocks.Select(key => _clocks[key]);

    public IReadOnlyList<EventRow> Events => _events;

    public IReadOnlyList<StepRow> Steps => _steps;

    /// <summary>The pauses that begin and end with the changes, in order: a start has no end, an end has no start.</summary>
    public List<PauseChange> Pauses { get; } = [];

    /// <summary>Takes up a ticket that was read with its clocks.</summary>
    public static TicketFile Of(StoredTicket stored, IEnumerable<ClockRow> clocks, RuleBook rules) =>
        new(stored, stored.ToState(), clocks, rules, isNew: false);

    /// <summary>Begins a ticket; the first change applied must be <see cref="Opened"/>.</summary>
    public static TicketFile New(StoredTicket stored, RuleBook rules) =>
        new(stored, new TicketState(), [], rules, isNew: true);

    /// <summary>Applies changes in order.</summary>
    public void Apply(IEnumerable<TicketChange> changes, string actor, Instant at, string? cause = null)
    {
        foreach (var change in changes)
        {
            Apply(change, actor, at, cause);
        }
    }

    /// <summary>Applies one change: to the state, to every clock that it concerns, and to the history.</summary>
    public void Apply(TicketChange change, string actor, Instant at, string? cause = null)
    {
        var (before, effects) = (State, ClockRules.EffectsOf(State, change, at));
        Record(change, actor, at, cause);
        if (before.Version == 0)
        {
            var (policyId, policy) = _rules.Match(Stored.FactsOf(State), at);
            Stored = Stored with { PolicyId = policyId, CalendarId = policy.CalendarId };
        }
        else if (Stored.FactsOf(before) != Stored.FactsOf(State))
        {
            ApplyPolicy(actor, at);
        }

        if (change is WaitingStarted or WaitingEnded or Resolved or Misrouted)
        {
            NotePause(before, change, actor, at);
        }

        foreach (var effect in effects)
        {
            Touch(effect, change, actor, at);
        }
    }

    /// <summary>Writes down that a step of a clock has taken effect, or that later ones made it pointless.</summary>
    public void RecordStep(ClockRow clock, PolicyStep step, bool fired, Instant at)
    {
        var outcome = new StepOutcome(step, fired);
        _steps.Add(outcome.ToRow(clock, at));
        Record(outcome.ToChange(clock), Actor.System, at, outcome.Cause);
    }

    /// <summary>Puts a clock as it now stands.</summary>
    public void Put(ClockRow clock)
    {
        var key = (clock.ClockKind, clock.Round);
        _clocks[key] = clock;
        _changedClocks.Add(key);
    }

    /// <summary>The row as it is to be written: the state, and the nearest due of the clocks that run.</summary>
    public StoredTicket ToWrite()
    {
        var nearest = _clocks.Values.Where(clock => clock.IsRunning).MinBy(clock => clock.DueAt);
        return Stored.With(State) with { NextDueAt = nearest?.DueAt, NextDueKind = nearest?.Kind };
    }

    /// <summary>Records that the clocks answered by a reply have that reply to thank.</summary>
    public void CreditReply(Guid replyId, Instant at)
    {
        foreach (var clock in ChangedClocks.Where(clock => clock.State == "met" && clock.StoppedAt == at).ToList())
        {
            Put(clock with { MetByReply = replyId });
        }
    }

    /// <summary>Takes back an answer that never reached the customer: what it met runs again, with its original due.</summary>
    /// <returns>False where it stopped no clock, or where what came after it has settled the matter.</returns>
    public bool TakeBackAnswer(Guid replyId, string actor, Instant at)
    {
        var answered = CreditedTo(replyId)
            .Where(clock => !SlaClock.CanPause(clock.ClockKind))
            .MinBy(clock => clock.StartedAt);
        var later = Clocks
            .Where(clock => clock.ClockKind == ClockKind.NextResponse && clock.Round > answered?.Round)
            .ToList();
        if (answered is null || State.Status == TicketStatus.Closed || later.Exists(clock => clock.State == "met"))
        {
            return false;
        }

        foreach (var clock in later.Where(clock => clock.IsRunning))
        {
            Change(clock, value => value.CancelAt(at, CalendarOf(clock)), ClockEventKind.Cancel, actor, at);
        }

        // A ticket that was resolved on the strength of the answer is work again, and its resolution was none.
        var unresolved = State.ResolvedAt is { } resolved
            ? Clocks.Where(clock => SlaClock.CanPause(clock.ClockKind) && clock.StoppedAt == resolved).ToList()
            : [];
        if (Stored.FirstResolvedAt == State.ResolvedAt)
        {
            Stored = Stored with { FirstResolvedAt = null };
        }

        var isFirst = answered.ClockKind == ClockKind.FirstResponse;
        Record(new AnswerTakenBack(replyId, answered.StartedAt, answered.Round, isFirst), actor, at, cause: null);
        Change(
            answered with
            {
                MetByReply = null,
            },
            value => value with { MetAt = null },
            ClockEventKind.Resume,
            actor,
            at
        );
        foreach (var clock in unresolved)
        {
            Change(clock, value => value.ReopenAt(at, CalendarOf(clock)), ClockEventKind.Resume, actor, at);
        }

        return true;
    }

    /// <summary>Gives a later answer the credit for the clocks of one that never reached the customer: they were met only then.</summary>
    public void PassCredit(Guid replyId, Guid to, Instant answeredAt, string actor, Instant at)
    {
        foreach (var clock in CreditedTo(replyId).Where(clock => !SlaClock.CanPause(clock.ClockKind)))
        {
            Change(
                clock with
                {
                    MetByReply = to,
                },
                value => (value with { MetAt = null }).MeetAt(answeredAt, CalendarOf(clock)),
                ClockEventKind.Meet,
                actor,
                at
            );
        }
    }

    private List<ClockRow> CreditedTo(Guid replyId) =>
        [.. Clocks.Where(clock => clock.MetByReply == replyId && clock.State == "met")];

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
                known,
                clock => effect.ApplyTo(clock, by, CalendarOf(known)),
                effect.Act switch
                {
                    ClockAct.Backdate => ClockEventKind.Apply,
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
        if (
            _rules.Policy(Stored.PolicyId).TargetFor(effect.Clock, effect.Reopening) is not { } target
            || known is not (null or { State: "cancelled" })
        )
        {
            return;
        }

        var row = new ClockRow
        {
            TicketId = TicketId,
            Kind = effect.Clock.Wire(),
            Round = effect.Round,
            PolicyId = Stored.PolicyId,
            CalendarId = Stored.CalendarId,
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
        var brokenUntold =
            after.BreachedAt != before.BreachedAt
            || (before.BreachedAt is not null && before.IsOverdue(at, CalendarOf(row)));
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
        foreach (var row in Clocks.Where(clock => clock.StoppedAt is null).ToList())
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

    private void NotePause(TicketState before, TicketChange change, string actor, Instant at)
    {
        if (before.IsWaiting)
        {
            Pauses.Add(new PauseChange(TicketId, null, change is WaitingEnded ended ? ended.From : at, "", "", false));
        }

        if (change is WaitingStarted waiting)
        {
            Pauses.Add(new PauseChange(TicketId, at, null, actor, waiting.Reason, waiting.WhileUnanswered));
        }
    }

    private void Record(TicketChange change, string actor, Instant at, string? cause)
    {
        State = State.Apply(change, at);
        if (change is Assigned)
        {
            Stored = Stored with { AssignedAt = at };
        }

        _events.Add(
            new EventRow(
                TicketId,
                change.Kind,
                actor,
                at,
                cause,
                TicketChangeJson.Write(change),
                State.Status.Wire(),
                State.QueueId,
                State.AssigneeId,
                State.Version
            )
        );
    }
}

/// <summary>A pause of the ticket begins, or the one that lasts ends.</summary>
internal sealed record PauseChange(long TicketId, Instant? From, Instant? To, string By, string Reason, bool Flagged);
