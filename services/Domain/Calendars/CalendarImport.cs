using NodaTime;
using NodaTime.Text;

namespace TriageMesh.Domain.Calendars;

/// <summary>A calendar with the days of a holiday file in it, and what became of each.</summary>
/// <param name="Definition">The calendar as it would be.</param>
/// <param name="Added">Dates that had followed the week.</param>
/// <param name="Replaced">Dates that had been special already, and are now another way.</param>
/// <param name="MakeUpDays">Of both, the days on which people work.</param>
public sealed record CalendarImport(
    CalendarDefinition Definition,
    IReadOnlyList<DayDefinition> Added,
    IReadOnlyList<DayDefinition> Replaced,
    int MakeUpDays
)
{
    /// <summary>Closes the holidays and opens the make-up days with <paramref name="makeUpHours"/>, or with the hours of the first weekday that has some.</summary>
    public static CalendarImport Of(
        CalendarDefinition calendar,
        IReadOnlyList<HolidayFileDay> days,
        IReadOnlyList<SpanDefinition>? makeUpHours = null
    )
    {
        var hours = makeUpHours is { Count: > 0 } ? makeUpHours : UsualHours(calendar);
        var kept = calendar.Days.ToDictionary(day => day.Date, StringComparer.Ordinal);
        var (added, replaced) = (new List<DayDefinition>(), new List<DayDefinition>());
        foreach (var day in days)
        {
            var written = new DayDefinition
            {
                Date = LocalDatePattern.Iso.Format(day.Date),
                Open = day.MakeUp ? hours : [],
                Note = day.Name.Length > 0 ? day.Name : null,
            };
            if (!kept.TryGetValue(written.Date, out var before))
            {
                added.Add(written);
            }
            else if (before.Note != written.Note || !before.Open.SequenceEqual(written.Open))
            {
                replaced.Add(written);
            }

            kept[written.Date] = written;
        }

        return new CalendarImport(
            calendar with
            {
                Days = [.. kept.Values.OrderBy(day => day.Date, StringComparer.Ordinal)],
            },
            added,
            replaced,
            added.Concat(replaced).Count(day => day.Open.Count > 0)
        );
    }

    private static IReadOnlyList<SpanDefinition> UsualHours(CalendarDefinition calendar) =>
        Enum.GetValues<IsoDayOfWeek>()
            .Where(day => day != IsoDayOfWeek.None)
            .Select(day =>
                calendar
                    .Week.FirstOrDefault(given =>
                        string.Equals(given.Key, day.ToString(), StringComparison.OrdinalIgnoreCase)
                    )
                    .Value
            )
            .FirstOrDefault(spans => spans is { Count: > 0 })
        ?? [];
}
