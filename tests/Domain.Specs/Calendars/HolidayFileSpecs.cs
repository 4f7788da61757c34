using NodaTime;
using TriageMesh.Domain.Calendars;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Calendars;

public sealed class HolidayFileSpecs
{
    [Fact]
    public void The_end_of_a_holiday_is_the_day_after_its_last() =>
        Read("DTSTART;VALUE=DATE:20261001", "DTEND;VALUE=DATE:20261004", "SUMMARY:National Day")
            .Select(day => (day.Date, day.MakeUp, day.Name))
            .ShouldBe([
                (new LocalDate(2026, 10, 1), false, "National Day"),
                (new LocalDate(2026, 10, 2), false, "National Day"),
                (new LocalDate(2026, 10, 3), false, "National Day"),
            ]);

    [Fact]
    public void An_event_without_an_end_is_one_day() =>
        Read("DTSTART:20261001", "SUMMARY:x").ShouldHaveSingleItem().Date.ShouldBe(new LocalDate(2026, 10, 1));

    [Fact]
    public void A_duration_says_how_many_days() =>
        Read("DTSTART;VALUE=DATE:20261001", "DURATION:P1W", "SUMMARY:x").Count.ShouldBe(7);

    [Theory]
    [InlineData("SUMMARY:国庆节(班)")]
    [InlineData("SUMMARY:国庆节补班")]
    [InlineData("SUMMARY:Make-up working day")]
    [InlineData("X-APPLE-SPECIAL-DAY:ALTERNATE-WORKDAY")]
    public void A_make_up_working_day_is_known_by_its_word_or_its_mark(string line) =>
        Read("DTSTART;VALUE=DATE:20261010", line).ShouldHaveSingleItem().MakeUp.ShouldBeTrue();

    [Fact]
    public void A_day_that_is_named_twice_is_the_one_on_which_people_work() =>
        HolidayFile
            .Read(
                File("DTSTART:20261010", "SUMMARY:holiday").Replace("END:VCALENDAR", "", StringComparison.Ordinal)
                    + "BEGIN:VEVENT\nDTSTART:20261010\nSUMMARY:上班\nEND:VEVENT\nEND:VCALENDAR\n"
            )
            .ShouldHaveSingleItem()
            .MakeUp.ShouldBeTrue();

    [Fact]
    public void Folded_lines_escapes_and_quoted_parameters_are_read() =>
        Read("DTSTART;X=\"a:b\";VALUE=DATE:20261001", "SUMMARY:National\r\n  Day\\, first")
            .ShouldHaveSingleItem()
            .Name.ShouldBe("National Day, first");

    [Theory]
    [InlineData("DTSTART:20261001T090000Z", "line 3")]
    [InlineData("DTSTART:2026-10-01", "line 3")]
    [InlineData("DTSTART:20261301", "line 3")]
    [InlineData("no colon here", "line 3")]
    [InlineData("RRULE:FREQ=YEARLY", "line 3")]
    [InlineData("SUMMARY:no start", "line 2")]
    public void A_mistake_is_told_by_its_line(string line, string field) =>
        Should.Throw<HolidayFileException>(() => Read(line)).Errors.Keys.ShouldContain(field);

    [Fact]
    public void All_mistakes_are_told_at_once() =>
        Should
            .Throw<HolidayFileException>(() => Read("DTSTART:soon", "DTEND:later"))
            .Errors.Keys.ShouldBe(["line 3", "line 4"]);

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData("date,name\n2026-10-01,x")]
    public void Another_kind_of_file_is_refused(string text) =>
        Should.Throw<HolidayFileException>(() => HolidayFile.Read(text)).Errors.Keys.ShouldContain("line 1");

    [Fact]
    public void A_file_cut_off_within_an_event_is_refused() =>
        Should.Throw<HolidayFileException>(() => HolidayFile.Read("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261001\n"));

    [Fact]
    public void An_event_of_years_is_refused() =>
        Should.Throw<HolidayFileException>(() => Read("DTSTART:20200101", "DTEND:20260101"));

    [Fact]
    public void An_import_closes_holidays_opens_make_up_days_and_says_what_it_replaced()
    {
        var office = OfficeDefinition("Asia/Shanghai", [new SpanDefinition("09:00", "18:00")]) with
        {
            Days = [Open("2026-10-01", "10:00", "12:00"), Closed("2026-12-31")],
        };

        var import = CalendarImport.Of(
            office,
            [
                .. Read("DTSTART:20261001", "DTEND:20261003", "SUMMARY:National Day"),
                .. Read("DTSTART:20261010", "SUMMARY:补班"),
            ]
        );

        import.Added.Select(day => day.Date).ShouldBe(["2026-10-02", "2026-10-10"]);
        import.Replaced.Select(day => day.Date).ShouldBe(["2026-10-01"]);
        import.MakeUpDays.ShouldBe(1);
        import
            .Definition.Days.Select(day => day.Date)
            .ShouldBe(["2026-10-01", "2026-10-02", "2026-10-10", "2026-12-31"]);
        var calendar = BusinessCalendar.From(Guid.Empty, import.Definition);
        calendar.On(new LocalDate(2026, 10, 1)).Kind.ShouldBe(CalendarDayKind.Closed);
        calendar.On(new LocalDate(2026, 10, 10)).Kind.ShouldBe(CalendarDayKind.MakeUp);
        calendar.On(new LocalDate(2026, 10, 10)).OpenFor.ShouldBe(Duration.FromHours(9));
        calendar.On(new LocalDate(2026, 10, 12)).Kind.ShouldBe(CalendarDayKind.Week);
    }

    [Fact]
    public void The_same_import_again_changes_nothing()
    {
        var office = OfficeDefinition("Asia/Shanghai", [new SpanDefinition("09:00", "18:00")]);
        var days = Read("DTSTART:20261001", "SUMMARY:National Day");

        var again = CalendarImport.Of(CalendarImport.Of(office, days).Definition, days);

        again.Added.ShouldBeEmpty();
        again.Replaced.ShouldBeEmpty();
    }

    [Fact]
    public void A_day_of_a_clock_change_is_open_for_as_long_as_it_lasts()
    {
        var night = BusinessCalendar.AlwaysOpen(Guid.Empty);
        var london = BusinessCalendar.OfficeHours(
            Guid.Empty,
            "nights",
            DateTimeZoneProviders.Tzdb["Europe/London"],
            new OpenSpan(LocalTime.Midnight, new LocalTime(4, 0))
        );

        night.On(new LocalDate(2026, 3, 29)).OpenFor.ShouldBe(Duration.FromHours(24));
        london.On(new LocalDate(2026, 3, 27)).OpenFor.ShouldBe(Duration.FromHours(4));
        london.On(new LocalDate(2026, 3, 29)).Open.ShouldBeEmpty();
    }

    private static IReadOnlyList<HolidayFileDay> Read(params string[] lines) => HolidayFile.Read(File(lines));

    private static string File(params string[] lines) =>
        $"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{string.Join('\n', lines)}\nEND:VEVENT\nEND:VCALENDAR\n";
}
