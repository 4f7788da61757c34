using System.Runtime.InteropServices;

namespace TriageMesh.Domain.Text;

/// <summary>Tells Chinese from English by the share of each script.</summary>
public static class LanguageDetector
{
    public const string Chinese = "zh";
    public const string English = "en";

    // A Han character carries about as much as this many Latin letters.
    private const int LettersPerHan = 3;

    /// <summary><c>zh</c> or <c>en</c>; where no letter decides, the platform's tag does, and English where there is none.</summary>
    /// <param name="units">The normalised text.</param>
    /// <param name="hint">BCP 47 tag as the platform gave it, or null.</param>
    public static string Detect(TextUnits units, string? hint)
    {
        // As bytes, which are counted many at a time.
        var kinds = MemoryMarshal.AsBytes(units.Kinds);
        long han = kinds.Count((byte)UnitKind.Han);
        long letters = kinds.Count((byte)UnitKind.Letter);

        if (han + letters == 0)
        {
            return hint?.StartsWith(Chinese, StringComparison.OrdinalIgnoreCase) == true || HasHanMark(units)
                ? Chinese
                : English;
        }

        return han * LettersPerHan >= letters ? Chinese : English;
    }

    private static bool HasHanMark(TextUnits units)
    {
        for (var i = 0; i < units.Count; i++)
        {
            if (units.Kinds[i] == UnitKind.Mark && Characters.IsHan(units.Show(i, i + 1)[1]))
            {
                return true;
            }
        }

        return false;
    }
}
