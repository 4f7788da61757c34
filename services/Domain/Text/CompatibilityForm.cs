using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace TriageMesh.Domain.Text;

/// <summary>Unicode's compatibility form (NFKC), for any string and in linear time.</summary>
public static class CompatibilityForm
{
    // Real writing stacks two or three marks on a letter; more are decoration, and sorting them is not linear.
    private const int MostMarks = 4;

    // Is no character, and what the platform refuses to normalise.
    private const int NoCharacter = 0xFFFE;

    /// <summary>The NFKC form; a lone surrogate and U+FFFE become U+FFFD. Text that needs no work comes back as it is.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text) || !MayChange(text))
        {
            return text;
        }

        var safe = new StringBuilder(text.Length);
        var marks = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            marks = IsMark(rune) ? marks + 1 : 0;
            if (marks <= MostMarks)
            {
                safe.Append(rune.Value == NoCharacter ? Rune.ReplacementChar.ToString() : rune.ToString());
            }
        }

        return safe.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static bool IsMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    /// <summary>False where every character is known to be its own compatibility form, or is folded by the normaliser itself.</summary>
    private static bool MayChange(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (ArePlain(text, i))
            {
                i += Vector256<ushort>.Count - 1;
                continue;
            }

            var c = text[i];
            if (c < 0x80 || IsStable(c))
            {
                continue;
            }

            // Emoji of the planes 1F300-1FAFF and flags stay as they are.
            var low = i + 1 < text.Length ? text[i + 1] : '\0';
            if (!char.IsLowSurrogate(low) || !(c is '\uD83D' or '\uD83E' || (c == '\uD83C' && low >= '\uDDE6')))
            {
                return true;
            }

            i++;
        }

        return false;
    }

    /// <summary>Whether the sixteen characters from a place, at the end of the text the last sixteen, are the most common stable ones.</summary>
    private static bool ArePlain(string text, int at)
    {
        at = Math.Min(at, text.Length - Vector256<ushort>.Count);
        if (at < 0)
        {
            return false;
        }

        var characters = Vector256.Create(MemoryMarshal.Cast<char, ushort>(text.AsSpan(at, Vector256<ushort>.Count)));
        var plain =
            Vector256.LessThan(characters, Vector256.Create((ushort)0x80))
            | AreIn(characters, '\u4E00', '\u9FFF')
            | AreIn(characters, '\uFF01', '\uFF5E')
            | AreIn(characters, '\u3000', '\u3003')
            | AreIn(characters, '\u3008', '\u3011')
            | AreIn(characters, '\u2018', '\u2022');
        return plain == Vector256<ushort>.AllBitsSet;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ushort> AreIn(Vector256<ushort> characters, char first, char last) =>
        Vector256.LessThanOrEqual(
            characters - Vector256.Create((ushort)first),
            Vector256.Create((ushort)(last - first))
        );

    private static bool IsStable(char c) =>
        c
            is (>= '\u4E00' and <= '\u9FFF')
                or (>= '\uFF01' and <= '\uFF5E')
                or (>= '\u3000' and <= '\u3003')
                or (>= '\u3008' and <= '\u3011')
                or (>= '\u2012' and <= '\u2016')
                or (>= '\u2018' and <= '\u2022')
                or '\u2026'
                or (>= '\u3400' and <= '\u4DBF')
                or (>= '\u00A1' and <= '\u00A7')
                or (>= '\u00C0' and <= '\u00FF')
                or '\u20AC'
                or (>= '\u2190' and <= '\u2193')
                or (>= '\u2B00' and <= '\u2BFF')
                or (>= '\u2600' and <= '\u27BF')
                or '\uFE0F'
                or '\u200B'
                or '\u200D';
}
