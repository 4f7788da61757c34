using System.Text.Json;
using TriageMesh.Domain.Calendars;
using static TriageMesh.TestKit.Calendars;

namespace TriageMesh.Domain.Specs.Calendars;

public sealed class CalendarDefinitionSpecs
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    [Fact]
    public void A_calendar_without_an_open_hour_is_refused_and_the_field_is_named() =>
        Errors(
            new CalendarDefinition
            {
                Name = "Never",
                Zone = "Asia/Shanghai",
                Days = [Closed("2026-10-01")],
            }
        )
            .Keys.ShouldContain("week");

    [Theory]
    [InlineData("09:00", "09:00", "week.monday[0]")]
    [InlineData("18:00", "09:00", "week.monday[0]")]
    [InlineData("9:00", "18:00", "week.monday[0].from")]
    [InlineData("24:00", "24:00", "week.monday[0].from")]
    [InlineData("09:00", "00:00", "week.monday[0].to")]
    [InlineData("09:00", "24:01", "week.monday[0].to")]
    [InlineData("09:00", "", "week.monday[0].to")]
    public void A_span_that_is_none_is_refused_by_its_field(string from, string to, string field) =>
        Errors(Office("Europe/London", new SpanDefinition(from, to))).Keys.ShouldContain(field);

    [Fact]
    public void Spans_that_overlap_are_refused() =>
        Errors(Office("Europe/London", new("09:00", "13:00"), new("12:59", "18:00")))
            .Keys.ShouldContain("week.tuesday[1]");

    [Fact]
    public void Spans_that_touch_are_fine() =>
        BusinessCalendar
            .From(Guid.Empty, Office("Europe/London", new("13:00", "24:00"), new("09:00", "13:00")))
            .IsOpen(At("Europe/London", "2026-06-05 13:00"))
            .ShouldBeTrue();

    [Fact]
    public void Every_mistake_is_told_at_once()
    {
        var definition = new CalendarDefinition
        {
            Name = " ",
            Zone = "Asia/Peking",
            Week = new Dictionary<string, IReadOnlyList<SpanDefinition>>
            {
                ["someday"] = [],
                ["monday"] = [new("x", "y")],
            },
            Days = [Closed("2026-02-30"), Closed("2026-10-01"), Closed("2026-10-01")],
        };

        var errors = Errors(definition);

        errors.Keys.ShouldBe(
            [
                "days[0].date",
                "days[2].date",
                "name",
                "week.monday[0].from",
                "week.monday[0].to",
                "week.someday",
                "zone",
            ],
            ignoreOrder: true
        );
        errors["zone"][0].ShouldContain("Asia/Peking");
    }

    [Fact]
    public void A_definition_survives_json()
    {
        var definition = Office("Asia/Shanghai", new SpanDefinition("09:00", "24:00")) with
        {
            Days = [Open("2026-02-14", "09:00", "18:00")],
        };

        var text = JsonSerializer.Serialize(definition, Json);
        var calendar = BusinessCalendar.From(
            Guid.Empty,
            JsonSerializer.Deserialize<CalendarDefinition>(text, Json).ShouldNotBeNull()
        );

        text.ShouldContain(
            """
            "monday":[{"from":"09:00","to":"24:00"}]
            """
        );
        calendar.IsOpen(At("Asia/Shanghai", "2026-02-14 10:00")).ShouldBeTrue();
    }

    private static IReadOnlyDictionary<string, string[]> Errors(CalendarDefinition definition) =>
        Should.Throw<CalendarDefinitionException>(() => BusinessCalendar.From(Guid.Empty, definition)).Errors;

    private static CalendarDefinition Office(string zone, params SpanDefinition[] spans) =>
        OfficeDefinition(zone, spans);
}
