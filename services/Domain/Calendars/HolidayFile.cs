using NodaTime;

namespace TriageMesh.Domain.Calendars;

/// <summary>The days that an iCalendar file (RFC 5545) speaks of: holidays, and make-up working days.</summary>
/// <remarks>
/// Whole days only. A day is a make-up working day where <c>X-APPLE-SPECIAL-DAY</c> says <c>ALTERNATE-WORKDAY</c>, or where
/// its summary or categories say so in words; every other event closes its days.
/// </remarks>
public static class HolidayFile
{
    /// <summary>The most days that one file may speak of.</summary>
    public const int MostDays = 4000;

    private static readonly string[] MakeUpWords =
    [
        "补班",
        "上班",
        "（班）",
        "(班)",
        "make-up",
        "makeup",
        "working day",
        "workday",
    ];

    /// <exception cref="HolidayFileException">The file has mistakes; all of them are told, each by its line.</exception>
    public static IReadOnlyList<HolidayFileDay> Read(string text)
    {
        var mistakes = new Mistakes();
        var days = new SortedDictionary<LocalDate, HolidayFileDay>();
        HolidayEvent? open = null;
        var (inCalendar, last) = (false, 1);
        foreach (var line in ContentLine.ReadAll(text, mistakes))
        {
            last = line.Number;
            switch (line.Name, line.Value.ToUpperInvariant())
            {
                case ("BEGIN", "VCALENDAR"):
                    inCalendar = true;
                    break;
                case ("BEGIN", "VEVENT"):
                    Check(inCalendar && open is null, line, "An event begins where none can.", mistakes);
                    open = new HolidayEvent(line.Number);
                    break;
                case ("END", "VEVENT"):
                    Check(open is not null, line, "An event ends that has not begun.", mistakes);
                    AddDays(open, days, mistakes);
                    open = null;
                    break;
                default:
                    open?.Take(line, mistakes);
                    break;
            }
        }

        Check(
            inCalendar,
            new ContentLine(1, "", "", ""),
            "This is no iCalendar file: BEGIN:VCALENDAR is missing.",
            mistakes
        );
        Check(open is null, new ContentLine(last, "", "", ""), "The file ends within an event.", mistakes);
        return mistakes.Any ? throw new HolidayFileException(mistakes.ByField()) : [.. days.Values];
    }

    internal static bool IsMakeUp(string words) =>
        MakeUpWords.Any(word => words.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static void AddDays(HolidayEvent? open, SortedDictionary<LocalDate, HolidayFileDay> days, Mistakes mistakes)
    {
        if (open?.Range(mistakes) is not { } range)
        {
            return;
        }

        foreach (var date in range)
        {
            if (days.Count >= MostDays)
            {
                mistakes.Add($"line {open.Line}", $"A file may speak of {MostDays} days at most.");
                return;
            }

            // Where a file names a day twice, the day on which people work is meant.
            if (!days.TryGetValue(date, out var known) || (open.MakeUp && !known.MakeUp))
            {
                days[date] = new HolidayFileDay(date, open.MakeUp, open.Summary, open.Line);
            }
        }
    }

    private static void Check(bool holds, ContentLine line, string message, Mistakes mistakes)
    {
        if (!holds)
        {
            mistakes.Add($"line {line.Number}", message);
        }
    }
}

/// <summary>A day of a holiday file: closed, or a make-up working day.</summary>
public sealed record HolidayFileDay(LocalDate Date, bool MakeUp, string Name, int Line);

/// <summary>A holiday file has mistakes.</summary>
public sealed class HolidayFileException(IReadOnlyDictionary<string, string[]> errors)
    : DefinitionException("The holiday file cannot be used", errors);
