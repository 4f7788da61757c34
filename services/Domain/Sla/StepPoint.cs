using System.Globalization;
using NodaTime;

namespace TriageMesh.Domain.Sla;

/// <summary>A point of a clock: a share of its target (<c>80%</c>), its due (<c>due</c>), or working time before or after due (<c>-15m</c>, <c>+2h</c>).</summary>
/// <remarks>It is measured in the clock's own time, so a pause moves it and closed hours do not count.</remarks>
public readonly record struct StepPoint
{
    private const int MaxPercent = 1000;

    private static readonly Duration MaxOffset = Duration.FromDays(366);

    private StepPoint(int percent, Duration offset) => (Percent, Offset) = (percent, offset);

    /// <summary>The share of the target; 100 for a point around due.</summary>
    public int Percent { get; }

    /// <summary>Working time after due, or before it where negative.</summary>
    public Duration Offset { get; }

    public static StepPoint Due { get; } = new(100, Duration.Zero);

    public static StepPoint AtPercent(int percent) =>
        percent is >= 1 and <= MaxPercent
            ? new StepPoint(percent, Duration.Zero)
            : throw new ArgumentOutOfRangeException(nameof(percent), percent, "A share is 1 to 1000 %.");

    public static StepPoint AroundDue(Duration offset) =>
        offset == Duration.FromMinutes(Math.Floor(offset.TotalMinutes)) && offset <= MaxOffset && -offset <= MaxOffset
            ? new StepPoint(100, offset)
            : throw new ArgumentOutOfRangeException(
                nameof(offset),
                offset,
                "An offset is whole minutes, up to 366 days."
            );

    /// <summary>Reads <c>80%</c>, <c>due</c>, <c>-15m</c> or <c>+2h</c>.</summary>
    public static bool TryParse(string? text, out StepPoint point)
    {
        point = Due;
        if (text == "due")
        {
            return true;
        }

        return text is { Length: >= 2 and <= 8 }
            && (
                text[^1] == '%'
                    ? TryPercent(text[..^1], out point)
                    : TryOffset(text[0], text[1..^1], text[^1], out point)
            );
    }

    /// <summary>How much of a clock's time is used at this point.</summary>
    public Duration UsedOf(Duration target) => Percent == 100 ? target + Offset : target * Percent / 100;

    /// <summary>The one spelling, which is also the level's name: <c>80%</c>, <c>due</c>, <c>-15m</c>, <c>+120m</c>.</summary>
    public override string ToString() =>
        this == Due ? "due"
        : Offset == Duration.Zero ? string.Create(CultureInfo.InvariantCulture, $"{Percent}%")
        : string.Create(CultureInfo.InvariantCulture, $"{Offset.TotalMinutes:+0;-0}m");

    private static bool TryPercent(string number, out StepPoint point)
    {
        var fits = TryNumber(number, out var percent) && percent is >= 1 and <= MaxPercent;
        point = fits ? AtPercent(percent) : Due;
        return fits;
    }

    private static bool TryOffset(char sign, string number, char unit, out StepPoint point)
    {
        point = Due;
        if (sign is not ('+' or '-') || unit is not ('m' or 'h') || !TryNumber(number, out var amount))
        {
            return false;
        }

        var offset = Duration.FromMinutes((unit == 'h' ? 60 : 1) * (sign == '-' ? -amount : amount));
        var fits = offset <= MaxOffset && -offset <= MaxOffset;
        point = fits ? AroundDue(offset) : Due;
        return fits;
    }

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
