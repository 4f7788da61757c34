using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Every step of a clock once and never before its time, after an outage only the highest: invariant I3; and due is what was promised.</summary>
internal sealed class LifeClocks(RouterWorld world, IReadOnlyCollection<BusinessCalendar> calendars)
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

    // Edited, and not counted anew since every router knew of it: what is due by the old hours stays so until its time has come.
    private const string Edited = """
        SELECT c.calendar_id
          FROM router.calendars c
         WHERE c.version > 1
           AND NOT EXISTS (SELECT FROM router.recalculations r
                            WHERE r.finished_at IS NOT NULL AND r.policy_key IS NULL
                              AND coalesce(r.calendar_id, c.calendar_id) = c.calendar_id
                              AND r.requested_at > c.updated_at + interval '2 seconds')
        """;

    private readonly HashSet<Step> _seen = [];
    private HashSet<Guid> _edited = [];

    public async Task CheckAsync(bool timersRan)
    {
        var rules = await world.Get<RuleBooks>().LoadAsync(RouterWorld.Stop);
        _edited = [.. await world.ListAsync<Guid>(Edited)];
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
            CheckDue(clock, IsOnePromise(clock, clocks.GetValueOrDefault), rules, timersRan);
        }
    }

    private void CheckTime(Step step, ClockRow row, RuleBook rules)
    {
        // With a new target or start it is another promise: this step's clock is no longer to be seen.
        if (row.Generation != step.Generation || !StepPoint.TryParse(step.Level, out var point))
        {
            return;
        }

        var clock = row.ToClock();
        HoursOf(row.CalendarId, rules, evenBefore: true)
            .Max(hours => clock.Elapsed(step.At, hours))
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
            // What took effect under the promise before this one, and is still behind the clock, counts too.
            var above = row.Fired.Except(steps.Select(step => step.Level)).Select(UsedOf);
            fired
                .Select(UsedAt)
                .Concat(above)
                .Any(used => used > UsedAt(skipped) || row.Generation != skipped.Generation)
                .ShouldBeTrue($"{skipped} was skipped, and nothing above it took effect");
        }

        Duration UsedAt(Step step) => UsedOf(step.Level);

        Duration UsedOf(string level) => StepPoint.TryParse(level, out var point) ? point.UsedOf(target) : default;
    }

    /// <summary>
    /// The clock has had one target and one calendar since it began. A resolution that is promised later goes on with what the
    /// other one has used, perhaps by another calendar's hours.
    /// </summary>
    private static bool IsOnePromise(ClockRow row, Func<(long, string, int), ClockRow?> find)
    {
        var other = row.Kind switch
        {
            "resolution" => "total_resolution",
            "total_resolution" => "resolution",
            _ => null,
        };
        return row.Generation == 1 && (other is null || find((row.TicketId, other, 1)) is not { Generation: > 1 });
    }

    private void CheckDue(ClockRow row, bool isOnePromise, RuleBook rules, bool timersRan)
    {
        var (clock, calendar) = (row.ToClock(), rules.Calendar(row.CalendarId));
        var what = $"{row.Kind} {row.Round} of {row.TicketId}, {row.State}";
        var hours = HoursOf(row.CalendarId, rules, evenBefore: false);
        if (clock.State == ClockState.Running && hours.TrueForAll(one => clock.Left(world.Now, one) > Duration.Zero))
        {
            hours
                .ConvertAll(one => one.Add(world.Now, clock.Left(world.Now, one)))
                .ShouldContain(row.DueAt!.Value, $"{what}: due is now and what is left");
            if (isOnePromise && calendars.All(one => one.Id != row.CalendarId))
            {
                // The start, the target, and the working time in the pauses.
                row.DueAt.ShouldBe(calendar.Add(clock.StartedAt, clock.Target + clock.PausedFor), what);
            }
        }

        (row.NextFireAt is null || clock.State is ClockState.Running or ClockState.Paused).ShouldBeTrue(what);
        if (timersRan && clock.StoppedAt is null && !_edited.Contains(row.CalendarId))
        {
            var schedule = new StepSchedule(clock, rules.Policy(row.PolicyId).Steps, calendar);
            var open = schedule.StepsToFire(world.Now, row.Fired);
            (open.Fire is null && open.Skipped.Count == 0).ShouldBeTrue(
                $"{what}: {open.Fire?.Level} has not taken effect"
            );
        }
    }

    /// <summary>The hours by which a clock may have been counted: as they are, and as they were before they were edited.</summary>
    private List<BusinessCalendar> HoursOf(Guid id, RuleBook rules, bool evenBefore) =>
        [rules.Calendar(id), .. calendars.Where(calendar => calendar.Id == id && (evenBefore || _edited.Contains(id)))];

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
