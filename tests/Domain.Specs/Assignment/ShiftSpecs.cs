using NodaTime;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Specs.Assignment;

public sealed class ShiftSpecs
{
    private static readonly DateTimeZone Shanghai = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private static readonly Shift Nights = Shift.From(
        Guid.Empty,
        new ShiftDefinition
        {
            Zone = "Asia/Shanghai",
            Week = new Dictionary<string, IReadOnlyList<SpanDefinition>>
            {
                ["monday"] = [new SpanDefinition("22:00", "24:00")],
                ["tuesday"] = [new SpanDefinition("00:00", "06:00")],
            },
            Days =
            [
                new DayDefinition { Date = "2026-06-15" },
                new DayDefinition { Date = "2026-06-13", Open = [new SpanDefinition("10:00", "14:00")] },
            ],
        }
    );

    [Theory]
    [InlineData(8, 21, 59, false)]
    [InlineData(8, 22, 0, true)]
    [InlineData(9, 0, 0, true)]
    [InlineData(9, 5, 59, true)]
    [InlineData(9, 6, 0, false)]
    [InlineData(10, 23, 0, false)]
    [InlineData(13, 12, 0, true)]
    [InlineData(15, 23, 0, false)]
    public void A_night_shift_an_extra_day_and_a_day_of_leave_are_kept(int day, int hour, int minute, bool on) =>
        Nights.IsOn(At(day, hour, minute)).ShouldBe(on);

    [Fact]
    public void The_next_shift_is_now_for_whoever_works_and_skips_the_leave()
    {
        Nights.NextStart(At(9, 3, 0)).ShouldBe(At(9, 3, 0));
        Nights.NextStart(At(10, 9, 0)).ShouldBe(At(13, 10, 0));
        // The Monday is leave; its night's second half is Tuesday's.
        Nights.NextStart(At(14, 9, 0)).ShouldBe(At(16, 0, 0));
    }

    [Fact]
    public void Who_works_on_single_days_only_has_no_next_shift_after_the_last()
    {
        var once = Shift.From(
            Guid.Empty,
            new ShiftDefinition
            {
                Zone = "Asia/Shanghai",
                Days = [new DayDefinition { Date = "2026-06-13", Open = [new SpanDefinition("10:00", "14:00")] }],
            }
        );

        once.NextStart(At(1, 0, 0)).ShouldBe(At(13, 10, 0));
        once.NextStart(At(13, 14, 0)).ShouldBeNull();
    }

    [Fact]
    public void A_shift_in_no_zone_is_refused_by_the_name_of_the_field() =>
        Should
            .Throw<CalendarDefinitionException>(() => Shift.From(Guid.Empty, new ShiftDefinition { Zone = "Nowhere" }))
            .Errors.Keys.ShouldContain("zone");

    [Fact]
    public void A_window_slides()
    {
        var rate = new RateLimit(2, Duration.FromMinutes(10));
        Instant[] given = [At(8, 9, 0), At(8, 9, 5)];

        rate.LeftAt(At(8, 9, 9), given).ShouldBe(0);
        rate.LeftAt(At(8, 9, 10), given).ShouldBe(1);
        rate.LeftAt(At(8, 9, 15), given).ShouldBe(2);
    }

    [Fact]
    public void Of_several_limits_the_tightest_holds()
    {
        RateLimit.Tightest(null, 3, 2).ShouldBe(2);
        RateLimit.Tightest(null, null).ShouldBeNull();
    }

    private static Instant At(int day, int hour, int minute) =>
        new LocalDateTime(2026, 6, day, hour, minute).InZoneStrictly(Shanghai).ToInstant();
}
