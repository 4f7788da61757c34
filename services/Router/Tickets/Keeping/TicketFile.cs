using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>A ticket in hand, its row locked: changes are applied here, to the state, the clocks and the history alike, and then written at once.</summary>
internal sealed partial class TicketFile
{
    private readonly RuleBook _rules;
    private readonly Dictionary<(ClockKind, int), ClockRow> _clocks;
    private readonly HashSet<(ClockKind, int)> _changedClocks = [];
    private readonly List<EventRow> _events = [];
    private readonly List<StepRow> _steps = [];
    private readonly List<NoticeRow> _notices = [];

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

    public IReadOnlyList<NoticeRow> Notices => _notices;

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
        if (change is LeadTold told && _rules.Queue(State.QueueId).LeadIds.Length == 0)
        {
            change = told with { NobodyThere = true };
        }

        var (before, effects) = (State, ClockRules.EffectsOf(State, change, at));
        Record(change, actor, at, cause);
        _notices.AddRange(TicketNotices.Of(change, before, TicketId, _rules, actor, at));
        var another = false;
        if (before.Version == 0)
        {
            var (policyId, policy) = _rules.Match(Stored.FactsOf(State), at);
            Stored = Stored with { PolicyId = policyId, CalendarId = policy.CalendarId };
        }
        else if (Stored.FactsOf(before) != Stored.FactsOf(State))
        {
            another = ApplyPolicy(actor, at);
        }

        if (change is WaitingStarted or WaitingEnded or Resolved or Misrouted or MergedAway or ClosedByErasure)
        {
            NotePause(before, change, actor, at);
        }

        foreach (var effect in effects)
        {
            Touch(effect, change, actor, at);
        }

        if (another)
        {
            BeginPromised(actor, at);
        }
    }

    /// <summary>The author's tier is another: a fact for policies, from now on.</summary>
    public void SetTier(AuthorTier tier, string actor, Instant at, string reason)
    {
        var before = WireName<AuthorTier>.Parse(Stored.Tier);
        if (before != tier)
        {
            Record(new AuthorTierSet(before, tier), actor, at, reason);
            Stored = Stored with { Tier = tier.Wire() };
            if (ApplyPolicy(actor, at))
            {
                BeginPromised(actor, at);
            }
        }
    }

    /// <summary>Writes down that a step of a clock has taken effect, or that later ones made it pointless.</summary>
    public void RecordStep(ClockRow clock, PolicyStep step, bool fired, Instant at)
    {
        var outcome = new StepOutcome(step, fired);
        _steps.Add(outcome.ToRow(clock, at));
        Record(outcome.ToChange(clock), Actor.System, at, outcome.Cause);
    }

    /// <summary>Tells a person of something.</summary>
    public void Tell(NoticeRow notice) => _notices.Add(notice);

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
        if (change is Assigned or HandOverAccepted)
        {
            Stored = Stored with { AssignedAt = at };
        }

        // Also where it is reopened within the same write, as when a history is taken over.
        if (change is Resolved)
        {
            Stored = Stored with { FirstResolvedAt = Stored.FirstResolvedAt ?? at };
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
