using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Sla;

public sealed class StepScheduleSpecs
{
    private static readonly BusinessCalendar Office = OfficeHours("Europe/London");

    // Eight hours from Friday 10:00: 50 % at 14:00, 80 % at 16:24, due at 18:00, then Monday 9:30 and 11:00.
    private static readonly SlaClock Clock = SlaClock.Start(
        ClockKind.Resolution,
        London("2026-06-05 10:00"),
        Duration.FromHours(8)
    );

    private static readonly PolicyStep[] Steps = [.. new[] { "+2h", "50%", "due", "80%", "+30m" }.Select(Step)];

    [Fact]
    public void The_levels_lie_at_shares_of_the_target_and_in_working_time_around_due() =>
        Schedule(Clock)
            .Levels.Select(level => (level.Step.Level, level.At))
            .ShouldBe([
                ("50%", London("2026-06-05 14:00")),
                ("80%", London("2026-06-05 16:24")),
                ("due", London("2026-06-05 18:00")),
                ("+30m", London("2026-06-08 09:30")),
                ("+120m", London("2026-06-08 11:00")),
            ]);

    [Fact]
    public void What_comes_before_due_warns_what_comes_after_escalates() =>
        Schedule(Clock)
            .Levels.Select(level => level.Step.Kind)
            .ShouldBe([StepKind.Warning, StepKind.Warning, StepKind.Breach, StepKind.Escalation, StepKind.Escalation]);

    [Fact]
    public void Nothing_fires_before_its_time_and_each_level_fires_at_it()
    {
        Schedule(Clock).StepsToFire(London("2026-06-05 14:00") - Duration.Epsilon, []).ShouldBe(DueSteps.None);
        Schedule(Clock).StepsToFire(London("2026-06-05 14:00"), []).Fire?.Level.ShouldBe("50%");
        Schedule(Clock).StepsToFire(London("2026-06-05 16:00"), ["50%"]).ShouldBe(DueSteps.None);
    }

    [Fact]
    public void After_an_outage_only_the_highest_level_fires_and_the_others_are_skipped()
    {
        var due = Schedule(Clock).StepsToFire(London("2026-06-08 10:00"), ["50%"]);

        due.Fire?.Level.ShouldBe("+30m");
        due.Skipped.Select(step => step.Level).ShouldBe(["80%", "due"]);
    }

    [Fact]
    public void A_level_below_one_that_has_fired_is_skipped() =>
        Schedule(Clock)
            .StepsToFire(London("2026-06-05 18:00"), ["50%", "due"])
            .ShouldSatisfyAllConditions(
                due => due.Fire.ShouldBeNull(),
                due => due.Skipped.ShouldHaveSingleItem().Level.ShouldBe("80%")
            );

    [Fact]
    public void The_timer_looks_again_at_the_next_level_and_at_once_for_one_that_was_missed()
    {
        Schedule(Clock).NextFire([]).ShouldBe(London("2026-06-05 14:00"));
        Schedule(Clock).NextFire(["50%", "80%"]).ShouldBe(London("2026-06-05 18:00"));
        Schedule(Clock).NextFire(["50%", "80%", "due", "+30m", "+120m"]).ShouldBeNull();
    }

    [Fact]
    public void A_pause_holds_back_the_levels_that_are_to_come_and_resuming_arms_them_again()
    {
        var paused = Clock.PauseAt(London("2026-06-05 15:00"), "agent", "waits", Office);
        var resumed = paused.ResumeAt(London("2026-06-05 16:00"), Office);

        Schedule(paused).NextFire(["50%"]).ShouldBeNull();
        Schedule(paused).StepsToFire(London("2026-06-12 12:00"), ["50%"]).ShouldBe(DueSteps.None);
        Schedule(resumed).NextFire(["50%"]).ShouldBe(London("2026-06-05 17:24"));
        Schedule(resumed).StepsToFire(London("2026-06-05 16:30"), ["50%"]).ShouldBe(DueSteps.None);
    }

    [Fact]
    public void A_breach_missed_before_a_pause_still_fires()
    {
        var paused = Clock.PauseAt(London("2026-06-08 09:00"), "agent", "waits", Office);

        Schedule(paused).NextFire(["50%", "80%"]).ShouldBe(London("2026-06-08 09:00"));
        Schedule(paused).StepsToFire(London("2026-06-08 12:00"), ["50%", "80%"]).Fire?.Level.ShouldBe("due");
    }

    [Fact]
    public void A_clock_that_was_met_meanwhile_sends_nothing()
    {
        var met = Clock.MeetAt(London("2026-06-08 09:00"), Office);

        Schedule(met).StepsToFire(London("2026-06-08 10:00"), []).ShouldBe(DueSteps.None);
        Schedule(met).NextFire([]).ShouldBeNull();
    }

    [Fact]
    public void When_due_moves_later_past_a_level_it_may_fire_again()
    {
        var changed = London("2026-06-05 17:00");
        var longer = Clock.RetargetAt(changed, Duration.FromHours(12), Office, Office);

        var fired = Schedule(longer).StillFired(changed, ["50%", "80%"]);

        fired.ShouldBe(["50%"]);
        Schedule(longer).NextFire(fired).ShouldBe(London("2026-06-08 10:36"));
    }

    [Fact]
    public void A_policy_that_tells_nobody_of_a_breach_still_has_it_as_a_level() =>
        new StepSchedule(Clock, [Step("50%")], Office)
            .StepsToFire(London("2026-06-05 18:00"), ["50%"])
            .Fire.ShouldBe(PolicyStep.BareBreach);

    [Fact]
    public void A_step_for_other_clocks_is_no_level_of_this_one() =>
        new StepSchedule(Clock, [Step("50%") with { Clocks = [ClockKind.FirstResponse] }], Office)
            .Levels.ShouldHaveSingleItem()
            .Step.Level.ShouldBe("due");

    private static StepSchedule Schedule(SlaClock clock) => new(clock, Steps, Office);

    private static PolicyStep Step(string at) =>
        StepPoint.TryParse(at, out var point)
            ? new PolicyStep(point, [StepRecipient.Assignee], [StepAction.Notify], [])
            : throw new FormatException(at);

    private static Instant London(string wallClock) => At("Europe/London", wallClock);
}
