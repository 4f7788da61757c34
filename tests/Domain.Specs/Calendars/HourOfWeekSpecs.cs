using NodaTime;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Specs.Calendars;

public sealed class HourOfWeekSpecs
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Fact]
    public void Each_hour_of_the_week_is_in_the_weeks_equally_often()
    {
        var now = Instant.FromUtc(2026, 6, 10, 9, 17);
        var span = HourOfWeek.Weeks(4, now, Berlin);

        foreach (var day in Enum.GetValues<IsoDayOfWeek>().Except([IsoDayOfWeek.None]))
        {
            for (var hour = 0; hour < 24; hour++)
            {
                new HourOfWeek(day, hour).Within(span, Berlin).Count().ShouldBe(4, $"{day} {hour}");
            }
        }
    }

    [Fact]
    public void It_is_read_from_the_clocks_of_the_zone_in_summer_and_in_winter()
    {
        // The clocks go back on Sunday, 25 October 2026.
        var span = HourOfWeek.Weeks(2, Instant.FromUtc(2026, 10, 30, 23, 30), Berlin);

        var mondays = new HourOfWeek(IsoDayOfWeek.Monday, 9).Within(span, Berlin).Select(hour => hour.Start);

        mondays.ShouldBe([Instant.FromUtc(2026, 10, 19, 7, 0), Instant.FromUtc(2026, 10, 26, 8, 0)]);
    }

    [Fact]
    public void An_hour_that_the_clocks_skip_is_not_there_and_one_that_they_repeat_is_as_long_as_it_was()
    {
        var spring = new Interval(Instant.FromUtc(2026, 3, 28, 0, 0), Instant.FromUtc(2026, 3, 30, 0, 0));
        var autumn = new Interval(Instant.FromUtc(2026, 10, 24, 0, 0), Instant.FromUtc(2026, 10, 26, 0, 0));
        var sunday = new HourOfWeek(IsoDayOfWeek.Sunday, 2);

        sunday.Within(spring, Berlin).ShouldBeEmpty();
        sunday.Within(autumn, Berlin).ShouldHaveSingleItem().Duration.ShouldBe(Duration.FromHours(2));
    }

    [Theory]
    [InlineData("1-0", IsoDayOfWeek.Monday, 0)]
    [InlineData("7-23", IsoDayOfWeek.Sunday, 23)]
    public void It_is_written_as_a_weekday_and_an_hour(string text, IsoDayOfWeek day, int hour) =>
        HourOfWeek.Parse(text).ShouldBe(new HourOfWeek(day, hour));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("0-3")]
    [InlineData("8-3")]
    [InlineData("2-24")]
    [InlineData("2-+3")]
    [InlineData("2-3-4")]
    public void Anything_else_is_none(string? text) => HourOfWeek.Parse(text).ShouldBeNull();
}
