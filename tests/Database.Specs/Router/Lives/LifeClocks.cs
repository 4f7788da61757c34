using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Every step of a clock once and never before its time, after an outage only the highest: invariant I3; and due is what was promised.</summary>
internal sealed class LifeClocks(RouterWorld world)
{
    private const string Clocks = $"""
        SELECT {ClockRow.Columns} FROM router.clocks c ORDER BY c.ticket_id, c.kind, c.round
        """;

    private const string Steps = """
        SELECT ticket_id, clock, round, level, generation, outcome, at FROM router.clock_steps ORDER BY at, ticket_id, clock
        """;

    private const string Told = """
        SELECT data->>'clock' || ' ' || (data->>'round') || ' of ' || ticket_id || ' ' || (data->>'level') AS what
          FROM router.events
         WHERE kind IN ('clock.warn', 'clock.breach', 'clock.escalate', 'clock.skip')
         ORDER BY 1
        """;

    private readonly HashSet<Step> _seen = [];

    public async Task CheckAsync(bool timersRan)
    {
        var rules = await world.Get<RuleBooks>().LoadAsync(RouterWorld.Stop);
        var clocks = (await world.ListAsync<ClockRow>(Clocks)).ToDictionary(row => (row.TicketId, row.Kind, row.Round));
        var steps = await world.ListAsync<Step>(Steps);
        foreach (var step in steps.Where(_seen.Add))
        {
            CheckTime(step, clocks[(step.TicketId, step.Clock, step.Round)], rules);
        }

        foreach (var fired in steps.GroupBy(step => (step.TicketId, step.Clock, step.Round, step.Generation)))
        {
            CheckOrder([.. fired], clocks[(fired.Key.TicketId, fired.Key.Clock, fired.Key.Round)]);
        }

        (await world.ListAsync<string>(Told)).ShouldBe(
            steps.Select(step => $"{step.Clock} {step.Round} of {step.TicketId} {step.Level}"),
            ignoreOrder: true,
            "each step of a clock is in the history, once"
        );
        foreach (var clock in clocks.Values)
        {
            CheckDue(clock, rules, timersRan);
        }
    }

    private static void CheckTime(Step step, ClockRow row, RuleBook rules)
    {
        // With a new target or start it is another promise: this step's clock is no longer to be seen.
        if (row.Generation != step.Generation || !StepPoint.TryParse(step.Level, out var point))
        {
            return;
        }

        var clock = row.ToClock();
        clock
            .Elapsed(step.At, rules.Calendar(row.CalendarId))
            .ShouldBeGreaterThanOrEqualTo(point.UsedOf(clock.Target), $"{step} took effect before its time");
    }

    private static void CheckOrder(Step[] steps, ClockRow row)
    {
        var target = Duration.FromSeconds(row.TargetSeconds);
        var fired = steps.Where(step => step.Outcome == "fired").OrderBy(step => step.At).ToList();
        foreach (var (one, next) in fired.Zip(fired.Skip(1)))
        {
            UsedAt(one)
                .ShouldBeLessThan(UsedAt(next), $"{next} after {one}: a lower step took effect after a higher one");
        }

        foreach (var skipped in steps.Where(step => step.Outcome == "skipped"))
        {
            fired
                .Exists(step => UsedAt(step) > UsedAt(skipped) || row.Generation != skipped.Generation)
                .ShouldBeTrue($"{skipped} was skipped, and nothing above it took effect");
        }

        Duration UsedAt(Step step) => StepPoint.TryParse(step.Level, out var point) ? point.UsedOf(target) : default;
    }

    private void CheckDue(ClockRow row, RuleBook rules, bool timersRan)
    {
        var (clock, calendar) = (row.ToClock(), rules.Calendar(row.CalendarId));
        var what = $"{row.Kind} {row.Round} of {row.TicketId}, {row.State}";
        var left = clock.Left(world.Now, calendar);
        if (clock.State == ClockState.Running && left > Duration.Zero)
        {
            row.DueAt.ShouldBe(calendar.Add(world.Now, left), $"{what}: due is now and what is left");
            if (row.Generation == 1)
            {
                // One promise since it began: the start, the target, and the working time in the pauses.
                row.DueAt.ShouldBe(calendar.Add(clock.StartedAt, clock.Target + clock.PausedFor), what);
            }
        }

        (row.NextFireAt is null || clock.State is ClockState.Running or ClockState.Paused).ShouldBeTrue(what);
        if (timersRan && clock.StoppedAt is null)
        {
            var schedule = new StepSchedule(clock, rules.Policy(row.PolicyId).Steps, calendar);
            var open = schedule.StepsToFire(world.Now, row.Fired);
            (open.Fire is null && open.Skipped.Count == 0).ShouldBeTrue(
                $"{what}: {open.Fire?.Level} has not taken effect"
            );
        }
    }

    private sealed record Step
    {
        public long TicketId { get; init; }
        public required string Clock { get; init; }
        public int Round { get; init; }
        public required string Level { get; init; }
        public int Generation { get; init; }
        public required string Outcome { get; init; }
        public Instant At { get; init; }
    }
}
