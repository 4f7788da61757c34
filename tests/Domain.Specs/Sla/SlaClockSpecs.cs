using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Domain.Sla;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Sla;

public sealed class SlaClockSpecs
{
    // Monday to Friday, 9 to 18. The 5th of June 2026 is a Friday.
    private static readonly BusinessCalendar Office = OfficeHours("Europe/London");

    [Fact]
    public void Eight_hours_from_friday_ten_are_due_on_friday_at_six() =>
        Resolution("2026-06-05 10:00", 8).Due(Office).ShouldBe(London("2026-06-05 18:00"));

    [Fact]
    public void A_pause_from_friday_four_to_monday_ten_holds_three_working_hours_and_moves_due_to_monday_noon()
    {
        var clock = Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 16:00"), "agent", "asked for the order number", Office)
            .ResumeAt(London("2026-06-08 10:00"), Office);

        clock.Due(Office).ShouldBe(London("2026-06-08 12:00"));
        clock.PausedFor.ShouldBe(Hours(3));
        clock.Left(London("2026-06-08 10:00"), Office).ShouldBe(Hours(2));
    }

    [Fact]
    public void While_paused_there_is_no_due_and_six_hours_stay_left()
    {
        var clock = Resolution("2026-06-05 10:00", 8).PauseAt(London("2026-06-05 12:00"), "agent", "waits", Office);

        clock.State.ShouldBe(ClockState.Paused);
        clock.Due(Office).ShouldBeNull();
        clock.Left(London("2026-06-12 12:00"), Office).ShouldBe(Hours(6));
    }

    [Fact]
    public void Waiting_for_the_customer_uses_up_no_time() =>
        Resolution("2026-06-05 09:00", 4)
            .PauseAt(London("2026-06-05 10:00"), "agent", "waits", Office)
            .ResumeAt(London("2026-06-08 14:00"), Office)
            .Due(Office)
            .ShouldBe(London("2026-06-08 17:00"));

    [Fact]
    public void A_pause_outside_working_hours_moves_nothing() =>
        Resolution("2026-06-05 10:00", 10)
            .PauseAt(London("2026-06-05 18:30"), "agent", "waits", Office)
            .ResumeAt(London("2026-06-08 08:30"), Office)
            .Due(Office)
            .ShouldBe(Resolution("2026-06-05 10:00", 10).Due(Office));

    [Fact]
    public void A_pause_after_the_breach_does_not_undo_it()
    {
        var clock = Resolution("2026-06-04 10:00", 2)
            .PauseAt(London("2026-06-04 15:00"), "agent", "too late", Office)
            .ResumeAt(London("2026-06-05 10:00"), Office);

        clock.BreachedAt.ShouldBe(London("2026-06-04 12:00"));
        clock.Due(Office).ShouldBe(London("2026-06-04 12:00"));
        clock.IsOverdue(London("2026-06-05 10:00"), Office).ShouldBeTrue();
    }

    [Fact]
    public void Time_stands_still_in_a_pause_after_the_breach_too() =>
        Resolution("2026-06-04 10:00", 2)
            .PauseAt(London("2026-06-04 15:00"), "agent", "waits", Office)
            .ResumeAt(London("2026-06-05 15:00"), Office)
            .Left(London("2026-06-05 16:00"), Office)
            .ShouldBe(-Hours(4));

    [Theory]
    [InlineData(ClockKind.FirstResponse)]
    [InlineData(ClockKind.NextResponse)]
    [InlineData(ClockKind.Acceptance)]
    public void Clocks_that_wait_for_us_never_pause(ClockKind kind)
    {
        var clock = SlaClock.Start(kind, London("2026-06-05 10:00"), Hours(1));

        clock.PauseAt(London("2026-06-05 10:30"), "agent", "waits", Office).ShouldBe(clock);
    }

    [Fact]
    public void A_pause_keeps_who_set_it_and_why_and_whether_a_customer_had_no_answer() =>
        Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 11:00"), "agent", "supplier", Office, whileUnanswered: true)
            .Pause.ShouldBe(new ClockPause(London("2026-06-05 11:00"), "agent", "supplier", WhileUnanswered: true));

    [Fact]
    public void Another_reason_to_wait_is_another_pause_and_no_time_runs_between()
    {
        var clock = Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 11:00"), "agent", "customer", Office)
            .PauseAt(London("2026-06-05 13:00"), "agent", "supplier", Office);

        clock.Pause?.Reason.ShouldBe("supplier");
        clock.PausedFor.ShouldBe(Hours(2));
        clock.Left(London("2026-06-05 15:00"), Office).ShouldBe(Hours(7));
    }

    [Fact]
    public void A_post_older_than_the_pause_ends_it_where_it_began()
    {
        var clock = Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 11:00"), "agent", "waits", Office)
            .ResumeAt(London("2026-06-05 10:30"), Office);

        clock.PausedFor.ShouldBe(Duration.Zero);
        clock.Due(Office).ShouldBe(London("2026-06-05 18:00"));
    }

    [Fact]
    public void An_answer_at_the_due_instant_is_in_time_and_one_later_is_not()
    {
        var clock = SlaClock.Start(ClockKind.FirstResponse, London("2026-06-05 10:00"), Hours(1));

        clock.MeetAt(London("2026-06-05 11:00"), Office).BreachedAt.ShouldBeNull();
        clock
            .MeetAt(London("2026-06-05 11:00") + Duration.Epsilon, Office)
            .BreachedAt.ShouldBe(London("2026-06-05 11:00"));
    }

    [Fact]
    public void A_clock_that_was_met_stays_met_at_its_first_time_and_counts_no_further()
    {
        var clock = SlaClock
            .Start(ClockKind.FirstResponse, London("2026-06-05 10:00"), Hours(4))
            .MeetAt(London("2026-06-05 11:00"), Office);

        clock.MeetAt(London("2026-06-05 12:00"), Office).ShouldBe(clock);
        clock.CancelAt(London("2026-06-05 12:00"), Office).ShouldBe(clock);
        clock.Observe(London("2026-06-12 12:00"), Office).BreachedAt.ShouldBeNull();
        clock.Elapsed(London("2026-06-12 12:00"), Office).ShouldBe(Hours(1));
        clock.Due(Office).ShouldBe(London("2026-06-05 14:00"));
    }

    [Fact]
    public void Resolving_while_waiting_is_in_time_however_long_the_wait_was()
    {
        var clock = Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 11:00"), "agent", "waits", Office)
            .MeetAt(London("2026-06-26 11:00"), Office);

        (clock.State, clock.BreachedAt).ShouldBe((ClockState.Met, null));
        clock.Elapsed(London("2026-06-30 11:00"), Office).ShouldBe(Hours(1));
    }

    [Fact]
    public void Total_resolution_takes_the_time_spent_resolved_for_a_pause()
    {
        var clock = SlaClock
            .Start(ClockKind.TotalResolution, London("2026-06-01 10:00"), Hours(9))
            .MeetAt(London("2026-06-01 14:00"), Office)
            .ReopenAt(London("2026-06-05 09:00"), Office);

        clock.State.ShouldBe(ClockState.Running);
        clock.Due(Office).ShouldBe(London("2026-06-05 14:00"));
        clock.PausedFor.ShouldBe(Hours(4 + 9 + 9 + 9));
    }

    [Fact]
    public void A_longer_target_keeps_what_was_used_and_the_pauses()
    {
        // Four hours of eight are used on Friday at 16:00, two of them went by in a pause.
        var clock = Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 12:00"), "agent", "waits", Office)
            .ResumeAt(London("2026-06-05 14:00"), Office)
            .RetargetAt(London("2026-06-05 16:00"), Hours(16), Office, Office);

        clock.Elapsed(London("2026-06-05 16:00"), Office).ShouldBe(Hours(4));
        clock.Due(Office).ShouldBe(London("2026-06-09 10:00"));
    }

    [Fact]
    public void A_target_shorter_than_what_was_used_breaks_at_the_change_and_not_before()
    {
        var changed = London("2026-06-05 16:00");

        var clock = Resolution("2026-06-05 10:00", 8).RetargetAt(changed, Hours(2), Office, Office);

        (clock.Due(Office), clock.BreachedAt).ShouldBe((changed, changed));
    }

    [Fact]
    public void A_breach_stays_when_a_longer_target_moves_due_ahead()
    {
        var clock = Resolution("2026-06-04 10:00", 2).RetargetAt(London("2026-06-04 15:00"), Hours(9), Office, Office);

        clock.BreachedAt.ShouldBe(London("2026-06-04 12:00"));
        clock.Due(Office).ShouldBe(London("2026-06-05 10:00"));
        clock.IsOverdue(London("2026-06-04 16:00"), Office).ShouldBeFalse();
    }

    [Fact]
    public void A_new_team_with_other_hours_gets_what_is_left_in_its_own()
    {
        var night = BusinessCalendar.AlwaysOpen(Guid.Empty);

        Resolution("2026-06-05 14:00", 8)
            .RetargetAt(London("2026-06-05 18:00"), Hours(8), Office, night)
            .Due(night)
            .ShouldBe(London("2026-06-05 22:00"));
    }

    [Fact]
    public void A_paused_clock_takes_a_new_target_and_stays_paused()
    {
        var clock = Resolution("2026-06-05 10:00", 8)
            .PauseAt(London("2026-06-05 12:00"), "agent", "waits", Office)
            .RetargetAt(London("2026-06-05 15:00"), Hours(5), Office, Office);

        clock.State.ShouldBe(ClockState.Paused);
        clock.Left(London("2026-06-05 17:00"), Office).ShouldBe(Hours(3));
        clock.ResumeAt(London("2026-06-08 09:00"), Office).Due(Office).ShouldBe(London("2026-06-08 12:00"));
    }

    [Fact]
    public void An_older_post_that_comes_late_takes_the_response_back_to_its_time() =>
        SlaClock
            .Start(ClockKind.FirstResponse, London("2026-06-05 11:00"), Hours(1))
            .BackdateTo(London("2026-06-05 10:30"), Office)
            .Due(Office)
            .ShouldBe(London("2026-06-05 11:30"));

    [Fact]
    public void A_promise_of_no_time_is_refused() =>
        Should.Throw<ArgumentOutOfRangeException>(() =>
            SlaClock.Start(ClockKind.FirstResponse, London("2026-06-05 10:00"), Duration.Zero)
        );

    private static SlaClock Resolution(string start, int hours) =>
        SlaClock.Start(ClockKind.Resolution, London(start), Hours(hours));

    private static Instant London(string wallClock) => At("Europe/London", wallClock);

    private static Duration Hours(int hours) => Duration.FromHours(hours);
}
