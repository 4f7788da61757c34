using NodaTime;
using NodaTime.Text;

namespace TriageMesh.Domain.Calendars;

/// <summary>One event of a holiday file while it is read.</summary>
internal sealed class HolidayEvent(int line)
{
    private const int MostDays = 366;

    private static readonly LocalDatePattern Date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private LocalDate? _start;
    private LocalDate? _end;
    private bool _startSeen;
    private bool _special;
    private string _words = "";

    public int Line { get; } = line;

    public string Summary { get; private set; } = "";

    public bool MakeUp => _special || HolidayFile.IsMakeUp(_words);

    public void Take(ContentLine content, Mistakes mistakes)
    {
        switch (content.Name)
        {
            case "DTSTART":
                _startSeen = true;
                _start = ReadDate(content, mistakes);
                break;
            case "DTEND":
                _end = ReadDate(content, mistakes);
                break;
            case "DURATION":
                _end = ReadDays(content, mistakes) is { } days && _start is { } start ? start.PlusDays(days) : _end;
                break;
            case "SUMMARY":
                Summary = content.Text.Length <= 200 ? content.Text : content.Text[..200];
                _words += $" {content.Text}";
                break;
            case "CATEGORIES":
                _words += $" {content.Text}";
                break;
            case "X-APPLE-SPECIAL-DAY":
                _special = content.Value.Equals("ALTERNATE-WORKDAY", StringComparison.OrdinalIgnoreCase);
                break;
            case "RRULE" or "RDATE" or "EXDATE":
                mistakes.Add(
                    $"line {content.Number}",
                    $"{content.Name} repeats an event; a holiday file gives each date by itself."
                );
                break;
        }
    }

    /// <summary>The days of the event; its end is the day after the last.</summary>
    public IEnumerable<LocalDate>? Range(Mistakes mistakes)
    {
        if (_start is not { } start)
        {
            if (!_startSeen)
            {
                mistakes.Add($"line {Line}", "This event has no DTSTART.");
            }

            return null;
        }

        var end = _end is { } given && given > start ? given : start.PlusDays(1);
        var days = Period.DaysBetween(start, end);
        if ((_end is { } wrong && wrong < start) || days > MostDays || start.Year is < 1970 or > 2199)
        {
            mistakes.Add(
                $"line {Line}",
                $"This event does not end within {MostDays} days of its start, or lies too far away."
            );
            return null;
        }

        return Enumerable.Range(0, days).Select(start.PlusDays);
    }

    private static LocalDate? ReadDate(ContentLine content, Mistakes mistakes)
    {
        if (Date.Parse(content.Value).TryGetValue(default, out var date))
        {
            return date;
        }

        mistakes.Add(
            $"line {content.Number}",
            content.Value.Contains('T', StringComparison.Ordinal)
                ? $"{content.Name} has a time of day; only whole days, written like 20261001, can be imported."
                : $"'{content.Value}' is not a date; write it like 20261001."
        );
        return null;
    }

    private static int? ReadDays(ContentLine content, Mistakes mistakes)
    {
        if (
            PeriodPattern.NormalizingIso.Parse(content.Value).TryGetValue(Period.Zero, out var period)
            && period.Normalize() is { HasTimeComponent: false, Days: > 0, Months: 0, Years: 0 } days
        )
        {
            return days.Days;
        }

        mistakes.Add($"line {content.Number}", $"'{content.Value}' is not a number of whole days, written like P1D.");
        return null;
    }
}
