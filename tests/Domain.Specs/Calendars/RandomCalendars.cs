using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using TriageMesh.Domain.Calendars;

namespace TriageMesh.Domain.Specs.Calendars;

/// <summary>A calendar made at random, an instant near a clock change of its zone, and the counter that checks it.</summary>
internal sealed record CalendarCase(BusinessCalendar Calendar, MinuteCounter Counter, Instant Start, string Text)
{
    public override string ToString() => Text;
}

internal static class RandomCalendars
{
    private static readonly (string Zone, LocalDate Change)[] Changes =
    [
        ("Europe/London", new(2026, 3, 29)),
        ("Europe/London", new(2026, 10, 25)),
        ("America/New_York", new(2026, 3, 8)),
        ("America/New_York", new(2026, 11, 1)),
        ("Australia/Sydney", new(2026, 4, 5)),
        ("Australia/Sydney", new(2026, 10, 4)),
        ("Australia/Lord_Howe", new(2026, 4, 5)),
        ("America/Santiago", new(2026, 4, 5)),
        ("America/Santiago", new(2026, 9, 6)),
        ("America/Havana", new(2026, 11, 1)),
        ("Asia/Shanghai", new(2026, 2, 17)),
        ("Asia/Kathmandu", new(2026, 6, 1)),
        ("Pacific/Apia", new(2011, 12, 30)),
        ("UTC", new(2026, 8, 24)),
    ];

    private static readonly Gen<IReadOnlyList<OpenSpan>> Day = Gen.Frequency(
        (2, Gen.Constant<IReadOnlyList<OpenSpan>>([])),
        (2, Gen.Constant<IReadOnlyList<OpenSpan>>([Span(18, 36)])),
        (2, Gen.Constant<IReadOnlyList<OpenSpan>>([Span(18, 24), Span(26, 36)])),
        (1, Gen.Constant<IReadOnlyList<OpenSpan>>([OpenSpan.AllDay])),
        (4, Gen.Choose(0, 48).ListOf(4).Select(Cut)),
        (2, Gen.Choose(0, 8).ListOf(6).Select(Cut))
    );

    public static Gen<CalendarCase> Case { get; } =
        from change in Gen.Elements(Changes)
        from week in Day.ListOf(7)
        from special in Gen.Zip(Gen.Choose(-6, 12), Day).ListOf(3)
        from minutes in Gen.Choose(-4 * 1440, 1440)
        where week.Any(spans => spans.Count > 0)
        select Make(change.Zone, change.Change, [.. week], [.. special], minutes);

    public static Gen<int> Minutes(int max) => Gen.Choose(1, max);

    public static void Hold(this Property property, int times = 300) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), property);

    private static CalendarCase Make(
        string zoneId,
        LocalDate change,
        IReadOnlyList<OpenSpan>[] week,
        (int Offset, IReadOnlyList<OpenSpan> Open)[] special,
        int minutes
    )
    {
        var zone = DateTimeZoneProviders.Tzdb[zoneId];
        var weekdays = week.Select((spans, i) => (Day: (IsoDayOfWeek)(i + 1), spans))
            .ToDictionary(x => x.Day, x => x.spans);
        SpecialDay[] days =
        [
            .. special
                .DistinctBy(day => day.Offset)
                .Select(day => new SpecialDay(change.PlusDays(day.Offset), day.Open)),
        ];
        var start = zone.AtLeniently(change.AtMidnight()).ToInstant() + Duration.FromMinutes(minutes);
        var text =
            $"{zoneId} from {start}; "
            + string.Join(", ", weekdays.Select(day => $"{day.Key} {Say(day.Value)}"))
            + "; "
            + string.Join(", ", days.Select(day => $"{day.Date:uuuu-MM-dd} {Say(day.Open)}"));
        return new CalendarCase(
            new BusinessCalendar(Guid.Empty, "random", zone, weekdays, days),
            new MinuteCounter(zone, weekdays, days),
            start,
            text
        );
    }

    private static string Say(IReadOnlyList<OpenSpan> spans) =>
        spans.Count == 0 ? "closed" : string.Join("+", spans.Select(span => $"{span.From:HH:mm}-{span.To:HH:mm}"));

    private static IReadOnlyList<OpenSpan> Cut(IEnumerable<int> halfHours)
    {
        int[] cuts = [.. halfHours.Distinct().Order()];
        return [.. cuts.Chunk(2).Where(pair => pair.Length == 2).Select(pair => Span(pair[0], pair[1]))];
    }

    private static OpenSpan Span(int from, int to) => new(At(from), At(to));

    private static LocalTime At(int halfHour) => LocalTime.Midnight.PlusMinutes(30 * halfHour);
}
