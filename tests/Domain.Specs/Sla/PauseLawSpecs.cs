using FsCheck.Fluent;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Sla;
using TriageMesh.Domain.Specs.Calendars;

namespace TriageMesh.Domain.Specs.Sla;

public sealed class PauseLawSpecs
{
    [Fact]
    public void A_pause_outside_hours_changes_nothing() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(900).ToArbitrary(),
                RandomCalendars.Minutes(3000).ToArbitrary(),
                (x, target, later) =>
                {
                    var (calendar, running) = (x.Calendar, Clock(x, target));
                    // From the end of an open stretch to the next opening nobody works.
                    var from = x.Counter.From(x.Start + Duration.FromMinutes(later)).First() + Duration.FromMinutes(1);
                    while (calendar.IsOpen(from))
                    {
                        from += Duration.FromMinutes(1);
                        if (from - x.Start > Duration.FromDays(20))
                        {
                            return;
                        }
                    }

                    var to = calendar.NextOpening(from)!.Value;

                    var paused = running.PauseAt(from, "agent", "waits", calendar).ResumeAt(to, calendar);

                    paused.Due(calendar).ShouldBe(running.Observe(from, calendar).Due(calendar));
                    paused.PausedFor.ShouldBe(Duration.Zero);
                    paused.Left(to, calendar).ShouldBe(running.Left(to, calendar));
                }
            )
            .Hold();

    [Fact]
    public void A_longer_target_is_never_due_earlier_and_a_later_start_never_earlier_either() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(900).ToArbitrary(),
                RandomCalendars.Minutes(600).ToArbitrary(),
                (x, target, more) =>
                {
                    var due = Clock(x, target).Due(x.Calendar)!.Value;

                    Clock(x, target + more).Due(x.Calendar)!.Value.ShouldBeGreaterThan(due);
                    SlaClock
                        .Start(ClockKind.Resolution, x.Start + Duration.FromMinutes(more), Duration.FromMinutes(target))
                        .Due(x.Calendar)!
                        .Value.ShouldBeGreaterThanOrEqualTo(due);
                }
            )
            .Hold();

    [Fact]
    public void Time_used_never_shrinks_and_what_is_left_counts_down_by_it() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(900).ToArbitrary(),
                RandomCalendars.Minutes(2000).ToArbitrary(),
                (x, target, later) =>
                {
                    var (clock, first) = (Clock(x, target), x.Start + Duration.FromMinutes(later / 2));
                    var second = x.Start + Duration.FromMinutes(later);

                    clock.Elapsed(second, x.Calendar).ShouldBeGreaterThanOrEqualTo(clock.Elapsed(first, x.Calendar));
                    (clock.Left(second, x.Calendar) + clock.Elapsed(second, x.Calendar)).ShouldBe(clock.Target);
                    clock.Elapsed(second, x.Calendar).ShouldBe(x.Counter.Between(x.Start, second));
                }
            )
            .Hold();

    [Fact]
    public void Steps_are_due_in_the_order_of_their_share_and_none_before_its_time() =>
        Prop.ForAll(
                RandomCalendars.Case.ToArbitrary(),
                RandomCalendars.Minutes(900).ToArbitrary(),
                (x, target) =>
                {
                    var levels = new StepSchedule(
                        Clock(x, target),
                        [Step(50), Step(80), Step(100), Step(150)],
                        x.Calendar
                    ).Levels;

                    levels.Select(level => level.At!.Value).ShouldBeInOrder();
                    foreach (var (step, at) in levels)
                    {
                        x.Calendar.WorkingTimeBetween(x.Start, at!.Value)
                            .ShouldBe(step.Point.UsedOf(Duration.FromMinutes(target)));
                    }
                }
            )
            .Hold();

    private static PolicyStep Step(int percent) => new(StepPoint.AtPercent(percent), [], [], []);

    private static SlaClock Clock(CalendarCase x, int minutes) =>
        SlaClock.Start(ClockKind.Resolution, x.Start, Duration.FromMinutes(minutes));
}
