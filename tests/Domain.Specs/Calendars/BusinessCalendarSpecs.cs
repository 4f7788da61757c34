using NodaTime;
using TriageMesh.Domain.Calendars;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Calendars;

public sealed class BusinessCalendarSpecs
{
    private const string London = "Europe/London";
    private const string NewYork = "America/New_York";
    private const string Sydney = "Australia/Sydney";
    private const string Shanghai = "Asia/Shanghai";

    [Fact]
    public void Eight_hours_from_friday_ten_in_a_nine_to_six_week_are_up_on_friday_at_six() =>
        OfficeHours(London).Add(At(London, "2026-06-05 10:00"), Hours(8)).ShouldBe(At(London, "2026-06-05 18:00"));

    [Fact]
    public void A_post_on_friday_half_past_four_with_one_hour_is_due_on_monday_half_past_nine() =>
        OfficeHours(London, to: "17:00")
            .Add(At(London, "2026-06-05 16:30"), Hours(1))
            .ShouldBe(At(London, "2026-06-08 09:30"));

    [Fact]
    public void A_post_at_night_counts_from_the_next_opening() =>
        OfficeHours(London).Add(At(London, "2026-06-05 23:10"), Hours(1)).ShouldBe(At(London, "2026-06-08 10:00"));

    [Fact]
    public void A_post_at_the_end_of_the_day_counts_from_the_next_opening() =>
        OfficeHours(London).Add(At(London, "2026-06-04 18:00"), Hours(1)).ShouldBe(At(London, "2026-06-05 10:00"));

    [Fact]
    public void Sixteen_hours_over_eight_hour_days_are_two_working_days() =>
        OfficeHours(London, to: "17:00")
            .Add(At(London, "2026-06-05 09:00"), Hours(16))
            .ShouldBe(At(London, "2026-06-08 17:00"));

    [Fact]
    public void The_lunch_break_does_not_count() =>
        WithLunchBreak(London).Add(At(London, "2026-06-05 11:30"), Hours(1)).ShouldBe(At(London, "2026-06-05 13:30"));

    [Fact]
    public void Time_used_up_at_the_start_of_the_lunch_break_is_up_then() =>
        WithLunchBreak(London).Add(At(London, "2026-06-05 11:00"), Hours(1)).ShouldBe(At(London, "2026-06-05 12:00"));

    [Fact]
    public void A_span_includes_its_start_and_leaves_its_end_out()
    {
        OfficeHours(London).IsOpen(At(London, "2026-06-05 09:00")).ShouldBeTrue();
        OfficeHours(London).IsOpen(At(London, "2026-06-05 17:59")).ShouldBeTrue();
        OfficeHours(London).IsOpen(At(London, "2026-06-05 18:00")).ShouldBeFalse();
        OfficeHours(London).IsOpen(At(London, "2026-06-06 12:00")).ShouldBeFalse();
    }

    [Fact]
    public void A_holiday_is_passed_over() =>
        OfficeHoursExcept(London, Closed("2026-12-25"), Closed("2026-12-28"))
            .Add(At(London, "2026-12-24 17:00"), Hours(2))
            .ShouldBe(At(London, "2026-12-29 10:00"));

    [Fact]
    public void A_half_day_ends_at_noon() =>
        OfficeHoursExcept(London, Open("2026-12-24", "09:00", "12:00"), Closed("2026-12-25"), Closed("2026-12-28"))
            .Add(At(London, "2026-12-24 11:00"), Hours(2))
            .ShouldBe(At(London, "2026-12-29 10:00"));

    [Fact]
    public void A_make_up_saturday_counts()
    {
        // The Saturday before the week-long holiday is worked.
        var calendar = OfficeHoursExcept(
            Shanghai,
            Open("2026-02-14", "09:00", "18:00"),
            Closed("2026-02-16"),
            Closed("2026-02-17"),
            Closed("2026-02-18"),
            Closed("2026-02-19"),
            Closed("2026-02-20")
        );

        calendar.Add(At(Shanghai, "2026-02-13 17:00"), Hours(3)).ShouldBe(At(Shanghai, "2026-02-14 11:00"));
        calendar.Add(At(Shanghai, "2026-02-14 17:00"), Hours(3)).ShouldBe(At(Shanghai, "2026-02-23 11:00"));
    }

    [Fact]
    public void Open_round_the_clock_means_real_time() =>
        AlwaysOpen().Add(At("UTC", "2026-12-31 23:30"), Hours(49)).ShouldBe(At("UTC", "2027-01-03 00:30"));

    [Fact]
    public void A_night_shift_up_to_twenty_four_hundred_runs_on_into_the_next_day() =>
        Week(London, ("friday", "22:00", "24:00"), ("saturday", "00:00", "06:00"))
            .Add(At(London, "2026-06-05 23:00"), Hours(3))
            .ShouldBe(At(London, "2026-06-06 02:00"));

    [Theory]
    // The clock goes forward at 01:00 on 29 March, back at 02:00 on 25 October.
    [InlineData(London, "2026-03-28 23:00", 4, "2026-03-29 04:00")]
    [InlineData(London, "2026-10-24 23:00", 4, "2026-10-25 02:00")]
    [InlineData(NewYork, "2026-03-08 00:00", 4, "2026-03-08 05:00")]
    [InlineData(NewYork, "2026-11-01 00:00", 4, "2026-11-01 03:00")]
    // South of the equator the clock goes back in April and forward in October.
    [InlineData(Sydney, "2026-04-05 00:00", 4, "2026-04-05 03:00")]
    [InlineData(Sydney, "2026-10-04 00:00", 4, "2026-10-04 05:00")]
    public void An_hour_is_a_real_hour_when_the_clocks_change(string zone, string from, int hours, string due) =>
        RoundTheClock(zone).Add(At(zone, from), Hours(hours)).ShouldBe(At(zone, due));

    [Theory]
    [InlineData(London, "2026-03-27 17:00", "2026-03-30 10:00")]
    [InlineData(London, "2026-10-23 17:00", "2026-10-26 10:00")]
    [InlineData(NewYork, "2026-03-06 17:00", "2026-03-09 10:00")]
    [InlineData(Sydney, "2026-04-03 17:00", "2026-04-06 10:00")]
    public void Office_hours_keep_to_the_wall_clock_across_a_change(string zone, string from, string due) =>
        OfficeHours(zone).Add(At(zone, from), Hours(2)).ShouldBe(At(zone, due));

    [Fact]
    public void The_night_the_clock_goes_forward_is_an_hour_shorter() =>
        RoundTheClock(London)
            .WorkingTimeBetween(At(London, "2026-03-29 00:00"), At(London, "2026-03-30 00:00"))
            .ShouldBe(Hours(23));

    [Fact]
    public void The_night_the_clock_goes_back_is_an_hour_longer() =>
        RoundTheClock(NewYork)
            .WorkingTimeBetween(At(NewYork, "2026-11-01 00:00"), At(NewYork, "2026-11-02 00:00"))
            .ShouldBe(Hours(25));

    [Fact]
    public void A_span_that_starts_in_the_skipped_hour_starts_when_it_is_over() =>
        Week(London, ("sunday", "01:30", "04:00"))
            .NextOpening(At(London, "2026-03-28 12:00"))
            .ShouldBe(At(London, "2026-03-29 02:00"));

    [Fact]
    public void A_span_inside_the_skipped_hour_is_not_there_and_no_time_is_counted_twice() =>
        Week(London, ("sunday", "01:00", "01:30"), ("sunday", "02:00", "03:00"))
            .WorkingTimeBetween(At(London, "2026-03-29 00:00"), At(London, "2026-03-30 00:00"))
            .ShouldBe(Hours(1));

    [Fact]
    public void A_span_that_starts_in_the_repeated_hour_starts_the_first_time() =>
        Week(London, ("sunday", "01:30", "03:00"))
            .WorkingTimeBetween(At(London, "2026-10-25 00:00"), At(London, "2026-10-26 00:00"))
            .ShouldBe(Hours(2) + Duration.FromMinutes(30));

    [Fact]
    public void Where_midnight_itself_is_skipped_the_day_starts_an_hour_later() =>
        Week("America/Santiago", ("sunday", "00:00", "24:00"))
            .WorkingTimeBetween(At("America/Santiago", "2026-09-05 12:00"), At("America/Santiago", "2026-09-07 12:00"))
            .ShouldBe(Hours(23));

    [Fact]
    public void A_zone_that_skips_a_whole_day_does_not_work_on_it() =>
        RoundTheClock("Pacific/Apia")
            .WorkingTimeBetween(At("Pacific/Apia", "2011-12-29 00:00"), At("Pacific/Apia", "2012-01-01 00:00"))
            .ShouldBe(Hours(48));

    [Theory]
    [InlineData("Pacific/Honolulu")]
    [InlineData("Pacific/Kiritimati")]
    public void Round_the_clock_leaves_out_no_hour_of_a_year_however_far_from_utc(string zone)
    {
        var calendar = RoundTheClock(zone);
        var hours = Enumerable.Range(0, 366 * 24).Select(hour => At(zone, "2026-01-01 00:00") + Hours(hour));

        hours.ShouldAllBe(hour => calendar.IsOpen(hour) && calendar.Add(hour, Hours(1)) == hour + Hours(1));
    }

    [Fact]
    public void No_open_time_lies_between_an_instant_and_an_earlier_one() =>
        OfficeHours(London)
            .WorkingTimeBetween(At(London, "2026-06-05 12:00"), At(London, "2026-06-05 10:00"))
            .ShouldBe(Duration.Zero);

    [Fact]
    public void Adding_nothing_changes_nothing_and_adding_less_is_refused()
    {
        var sunday = At(London, "2026-06-07 12:00");

        OfficeHours(London).Add(sunday, Duration.Zero).ShouldBe(sunday);
        Should.Throw<ArgumentOutOfRangeException>(() => OfficeHours(London).Add(sunday, -Hours(1)));
    }

    [Fact]
    public void A_calendar_whose_only_open_days_are_past_says_that_it_has_run_out()
    {
        var calendar = BusinessCalendar.From(
            Guid.Empty,
            new CalendarDefinition
            {
                Name = "Fair",
                Zone = London,
                Days = [Open("2026-06-05", "09:00", "18:00")],
            }
        );

        calendar.Add(At(London, "2026-06-01 00:00"), Hours(9)).ShouldBe(At(London, "2026-06-05 18:00"));
        calendar.Add(At(London, "2026-06-05 17:00"), Hours(2)).ShouldBeNull();
        calendar.NextOpening(At(London, "2026-06-06 00:00")).ShouldBeNull();
        calendar.IsOpen(At(London, "2026-06-06 10:00")).ShouldBeFalse();
    }

    [Fact]
    public void More_open_time_than_a_hundred_years_hold_never_passes() =>
        OfficeHours(London).Add(At(London, "2026-06-01 00:00"), Hours(24 * 366 * 100)).ShouldBeNull();

    private static BusinessCalendar RoundTheClock(string zone) =>
        Week(
            zone,
            [.. Enum.GetNames<IsoDayOfWeek>().Where(day => day != "None").Select(day => (day, "00:00", "24:00"))]
        );

    private static BusinessCalendar Week(string zone, params (string Day, string From, string To)[] spans) =>
        BusinessCalendar.From(
            Guid.Empty,
            new CalendarDefinition
            {
                Name = "Week",
                Zone = zone,
                Week = spans
                    .GroupBy(span => span.Day)
                    .ToDictionary(
                        day => day.Key,
                        IReadOnlyList<SpanDefinition> (day) =>
                            [.. day.Select(span => new SpanDefinition(span.From, span.To))]
                    ),
            }
        );

    private static Duration Hours(int hours) => Duration.FromHours(hours);
}
