using NodaTime;
using NodaTime.Text;

namespace TriageMesh.Domain.Calendars;

/// <summary>Reads a calendar's definition and notes every mistake under the name of its field.</summary>
internal static class CalendarReader
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    private static readonly Dictionary<string, IsoDayOfWeek> Weekdays = Enum.GetValues<IsoDayOfWeek>()
        .Where(day => day != IsoDayOfWeek.None)
        .ToDictionary(day => day.ToString(), day => day, StringComparer.OrdinalIgnoreCase);

    public static BusinessCalendar Read(Guid id, CalendarDefinition definition, IDateTimeZoneProvider zones)
    {
        var mistakes = new Mistakes();
        if (string.IsNullOrWhiteSpace(definition.Name))
        {
            mistakes.Add("name", "A calendar needs a name.");
        }

        var zone = string.IsNullOrWhiteSpace(definition.Zone) ? null : zones.GetZoneOrNull(definition.Zone);
        if (zone is null)
        {
            mistakes.Add("zone", $"'{definition.Zone}' is not an IANA time zone; an example is Asia/Shanghai.");
        }

        var week = ReadWeek(definition.Week ?? new Dictionary<string, IReadOnlyList<SpanDefinition>>(), mistakes);
        var days = ReadDays(definition.Days ?? [], mistakes);
        if (!mistakes.Any && !week.Values.Any(spans => spans.Count > 0) && !days.Any(day => day.Open.Count > 0))
        {
            mistakes.Add("week", "The calendar is never open; give at least one open span.");
        }

        return mistakes.Any
            ? throw new CalendarDefinitionException(mistakes.ByField())
            : new BusinessCalendar(id, definition.Name, zone!, week, days);
    }

    private static Dictionary<IsoDayOfWeek, IReadOnlyList<OpenSpan>> ReadWeek(
        IReadOnlyDictionary<string, IReadOnlyList<SpanDefinition>> definition,
        Mistakes mistakes
    )
    {
        var week = new Dictionary<IsoDayOfWeek, IReadOnlyList<OpenSpan>>();
        foreach (var (name, spans) in definition)
        {
            var field = $"week.{name}";
            if (!Weekdays.TryGetValue(name, out var weekday))
            {
                mistakes.Add(field, $"'{name}' is not a weekday; write monday to sunday.");
            }
            else if (!week.TryAdd(weekday, ReadSpans(spans, field, mistakes)))
            {
                mistakes.Add(field, "This weekday is given twice.");
            }
        }

        return week;
    }

    private static List<SpecialDay> ReadDays(IReadOnlyList<DayDefinition> definition, Mistakes mistakes)
    {
        var days = new List<SpecialDay>(definition.Count);
        var seen = new HashSet<LocalDate>();
        for (var i = 0; i < definition.Count; i++)
        {
            var parsed = LocalDatePattern.Iso.Parse(definition[i].Date ?? "");
            if (!parsed.TryGetValue(default, out var date) || date.Year is < 1970 or > 2199)
            {
                mistakes.Add(
                    $"days[{i}].date",
                    $"'{definition[i].Date}' is not a date from 1970 to 2199, written like 2026-10-01."
                );
            }
            else if (!seen.Add(date))
            {
                mistakes.Add($"days[{i}].date", $"{definition[i].Date} is given twice.");
            }

            var spans = ReadSpans(definition[i].Open, $"days[{i}].open", mistakes);
            days.Add(new SpecialDay(date, spans, definition[i].Note));
        }

        return days;
    }

    private static List<OpenSpan> ReadSpans(IReadOnlyList<SpanDefinition>? definition, string field, Mistakes mistakes)
    {
        var spans = new List<OpenSpan>();
        for (var i = 0; i < (definition?.Count ?? 0); i++)
        {
            var from = ReadTime(definition![i].From, isEnd: false, $"{field}[{i}].from", mistakes);
            var to = ReadTime(definition[i].To, isEnd: true, $"{field}[{i}].to", mistakes);
            if (from is null || to is null)
            {
                continue;
            }

            if (to != LocalTime.Midnight && to <= from)
            {
                mistakes.Add($"{field}[{i}]", $"{definition[i].From}-{definition[i].To} does not end after it starts.");
                continue;
            }

            var span = new OpenSpan(from.Value, to.Value);
            if (spans.Any(span.Overlaps))
            {
                mistakes.Add(
                    $"{field}[{i}]",
                    $"{definition[i].From}-{definition[i].To} overlaps another span of the day."
                );
                continue;
            }

            spans.Add(span);
        }

        return spans;
    }

    private static LocalTime? ReadTime(string? text, bool isEnd, string field, Mistakes mistakes)
    {
        if (isEnd && text == "24:00")
        {
            return LocalTime.Midnight;
        }

        if (Time.Parse(text ?? "").TryGetValue(default, out var time) && !(isEnd && time == LocalTime.Midnight))
        {
            return time;
        }

        mistakes.Add(
            field,
            isEnd
                ? $"'{text}' is not the end of a span; write 00:01 to 24:00."
                : $"'{text}' is not a time of day; write 00:00 to 23:59."
        );
        return null;
    }
}
