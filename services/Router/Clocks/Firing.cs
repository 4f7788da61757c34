using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Tickets;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Router.Clocks;

/// <summary>What one look at one due clock decides: the steps that take effect or are passed over, and the clock after them.</summary>
internal sealed record Firing(ClockRow Before, ClockRow After, IReadOnlyList<StepOutcome> Steps)
{
    /// <summary>The step that takes effect; null where nothing does.</summary>
    public PolicyStep? Fired => Steps.Count > 0 && Steps[^1].Fired ? Steps[^1].Step : null;

    /// <summary>The calendar was edited since due was counted: the clock is to be counted anew before anything is told.</summary>
    public bool IsStale => After.DueAt != Before.DueAt;

    /// <summary>Asks the pure core.</summary>
    public static Firing Of(DueClock row, RuleBook rules, Instant now)
    {
        var (clock, calendar) = (row.ToClock(), rules.Calendar(row.CalendarId));
        var due = new StepSchedule(clock, rules.Policy(row.PolicyId).Steps, calendar).StepsToFire(now, row.Fired);
        IEnumerable<StepOutcome> outcomes = due.Skipped.Select(step => new StepOutcome(step, Fired: false));
        StepOutcome[] steps =
        [
            .. due.Fire is { } fire
                ? outcomes.Append(new StepOutcome(fire, Fired: true) { Absent = Absent(fire, row, rules) })
                : outcomes,
        ];
        var after = row with { Fired = [.. row.Fired, .. steps.Select(step => step.Step.Level)] };
        return new Firing(row, after.With(clock.Observe(now, calendar), rules), steps);
    }

    private static StepRecipient[] Absent(PolicyStep step, DueClock clock, RuleBook rules) =>
        [
            .. step.Recipients.Where(who =>
                who switch
                {
                    StepRecipient.Assignee => clock.AssigneeId is null,
                    StepRecipient.QueueLead => rules.FindQueue(clock.ToldQueueId) is not { LeadIds.Length: > 0 },
                    StepRecipient.Ops or StepRecipient.OnCall => !rules.HasDuty(who.Wire(), clock.ToldQueueId),
                    _ => throw new ArgumentOutOfRangeException(nameof(step), who, null),
                }
            ),
        ];
}

/// <summary>A step that took effect, or was passed over because a later one did.</summary>
internal sealed record StepOutcome(PolicyStep Step, bool Fired)
{
    /// <summary>Recipients that are nobody now: a ticket without an assignee, a queue without a lead.</summary>
    public IReadOnlyList<StepRecipient> Absent { get; init; } = [];

    /// <summary>The step as it is kept, once for each (ticket, clock, round, level, generation).</summary>
    public StepRow ToRow(ClockRow clock, Instant at) =>
        new(
            clock.TicketId,
            clock.Kind,
            clock.Round,
            Step.Level,
            clock.Generation,
            Step.Kind.Wire(),
            Fired ? "fired" : "skipped",
            at
        );

    /// <summary>The step as the ticket's history tells it.</summary>
    public ClockChanged ToChange(ClockRow clock) =>
        new(
            clock.ClockKind,
            clock.Round,
            !Fired
                ? ClockEventKind.Skip
                : Step.Kind switch
                {
                    StepKind.Warning => ClockEventKind.Warn,
                    StepKind.Breach => ClockEventKind.Breach,
                    StepKind.Escalation => ClockEventKind.Escalate,
                    _ => throw new InvalidOperationException($"{Step.Kind} is no kind of step."),
                },
            Step.Level,
            clock.DueAt
        )
        {
            PolicyId = clock.PolicyId,
        };

    /// <summary>Who is told, in words, and who would be if there were somebody.</summary>
    public string? Cause =>
        !Fired || Step.Recipients.Count == 0 ? null
        : Absent.Count == 0 ? $"tell {Words(Step.Recipients)}"
        : Absent.Count == Step.Recipients.Count ? $"nobody to tell, there is no {Words(Absent)}"
        : $"tell {Words(Step.Recipients.Except(Absent))}; there is no {Words(Absent)}";

    private static string Words(IEnumerable<StepRecipient> people) =>
        string.Join(", ", people.Select(who => who.Wire()));
}
