using FsCheck.Fluent;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Specs.Calendars;

namespace TriageMesh.Domain.Specs.Sla;

public sealed class SlaClockLawSpecs
{
    private static readonly FsCheck.Gen<ClockCase> Case =
        from random in RandomCalendars.Case
        from target in RandomCalendars.Minutes(900)
        from gaps in RandomCalendars.Minutes(1500).ListOf(6)
        from pauses in Gen.Choose(0, 3)
        select new ClockCase(random, target, [.. Pauses(random.Start, [.. gaps.Take(2 * pauses)])]);

    [Fact]
    public void Due_is_the_end_of_the_last_open_minute_outside_the_pauses() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    var brute = x.Random.Counter.Due(x.Random.Start, x.Target, x.IsPaused);

                    x.Clock().Due(x.Random.Calendar).ShouldBe(brute);
                }
            )
            .Hold();

    [Fact]
    public void Due_is_start_plus_target_plus_the_working_time_inside_the_pauses_before_it() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    var (calendar, start) = (x.Random.Calendar, x.Random.Start);
                    var due = calendar.Add(start, Duration.FromMinutes(x.Target))!.Value;
                    var paused = Duration.Zero;
                    foreach (var pause in x.Pauses.Where(pause => pause.From < due))
                    {
                        paused += calendar.WorkingTimeBetween(pause.From, pause.To!.Value);
                        due = calendar.Add(start, Duration.FromMinutes(x.Target) + paused)!.Value;
                    }

                    x.Clock().Due(calendar).ShouldBe(due);
                }
            )
            .Hold();

    [Fact]
    public void Due_is_now_plus_what_is_left_as_long_as_something_is_left() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                RandomCalendars.Minutes(4000).ToArbitrary(),
                (x, later) =>
                {
                    var (calendar, clock) = (x.Random.Calendar, x.Clock());
                    var now = (clock.RunningSince ?? x.Random.Start) + Duration.FromMinutes(later);
                    var left = clock.Left(now, calendar);
                    if (left > Duration.Zero)
                    {
                        calendar.Add(now, left).ShouldBe(clock.Due(calendar)!.Value);
                    }
                    else
                    {
                        clock.IsOverdue(now, calendar).ShouldBeTrue();
                    }
                }
            )
            .Hold();

    [Fact]
    public void A_change_to_another_target_at_any_time_gives_what_the_target_would_have_given_from_the_start() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                RandomCalendars.Minutes(900).ToArbitrary(),
                RandomCalendars.Minutes(2000).ToArbitrary(),
                (x, other, later) =>
                {
                    var calendar = x.Random.Calendar;
                    var running = x.Clock();
                    var at = running.RunningSince!.Value + Duration.FromMinutes(later);
                    var target = running.Elapsed(at, calendar) + Duration.FromMinutes(other);

                    var changed = running.RetargetAt(at, target, calendar, calendar);

                    changed.Due(calendar).ShouldBe(x.Clock(target).Due(calendar));
                    changed.Elapsed(at, calendar).ShouldBe(running.Elapsed(at, calendar));
                }
            )
            .Hold();

    [Fact]
    public void A_pause_never_brings_due_nearer_and_a_breach_is_never_taken_back() =>
        Prop.ForAll(
                Case.ToArbitrary(),
                x =>
                {
                    var calendar = x.Random.Calendar;
                    var (without, with) = (x with { Pauses = [] }, x);
                    var breaches = Enumerable
                        .Range(0, x.Pauses.Length + 1)
                        .Select(count => (x with { Pauses = x.Pauses[..count] }).Clock().BreachedAt)
                        .SkipWhile(breach => breach is null)
                        .Distinct();

                    with.Clock()
                        .Due(calendar)!
                        .Value.ShouldBeGreaterThanOrEqualTo(without.Clock().Due(calendar)!.Value);
                    breaches.Count().ShouldBeLessThanOrEqualTo(1);
                }
            )
            .Hold();

    private static IEnumerable<PauseSpan> Pauses(Instant start, int[] gaps)
    {
        var at = start;
        foreach (var pair in gaps.Chunk(2))
        {
            var from = at + Duration.FromMinutes(pair[0]);
            at = from + Duration.FromMinutes(pair[1]);
            yield return new PauseSpan(from, at, "agent", "waits");
        }
    }

    private sealed record ClockCase(CalendarCase Random, int Target, PauseSpan[] Pauses)
    {
        public bool IsPaused(Instant at) => Pauses.Any(pause => pause.From <= at && at < pause.To);

        public SlaClock Clock(Duration? target = null) =>
            SlaClock.Replay(
                ClockKind.Resolution,
                Random.Start,
                target ?? Duration.FromMinutes(Target),
                Pauses,
                Random.Calendar
            );

        public override string ToString() =>
            $"{Random}; target {Target} min; pauses {string.Join(", ", Pauses.Select(pause => $"{pause.From}..{pause.To}"))}";
    }
}
