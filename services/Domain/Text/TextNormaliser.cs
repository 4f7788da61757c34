using System.Runtime.CompilerServices;

namespace TriageMesh.Domain.Text;

/// <summary>Reduces a text to what matters for its meaning: the same words in another dress become the same units.</summary>
/// <remarks>
/// Compatibility form, lower case, Simplified script; one space for any white space; at most two of the same unit in a row;
/// placeholders for handles, links, e-mail addresses and long numbers; one unit for an emoji or a bracketed mark.
/// </remarks>
public static class TextNormaliser
{
    /// <summary>Fills <paramref name="units"/> with the units of <paramref name="text"/>. Any string will do.</summary>
    public static void Read(string text, TextUnits units)
    {
        units.Start(CompatibilityForm.Of(text));
        var source = units.Source;
        var i = 0;
        while (i < source.Length)
        {
            var c = source[i];
            if (SpecialRuns.IsAlphanumeric(c))
            {
                i += ReadWord(source, i, units);
                continue;
            }

            if (c == ' ')
            {
                AddUnit(units, c, UnitKind.Space, i++);
                continue;
            }

            if (Characters.IsHan(c))
            {
                AddUnit(units, c, UnitKind.Han, i++);
                continue;
            }

            var length = SpecialRuns.TryRead(source, i, out var code, out var kind);
            if (length > 0)
            {
                AddUnit(units, code, kind, i);
                i += length;
            }
            else
            {
                i += ReadCharacter(source, i, units);
            }
        }

        if (units.Count > 0 && units.LastKind == UnitKind.Space)
        {
            units.DropLast();
        }
    }

    /// <summary>The normalised text, readable.</summary>
    public static string Normalise(string text)
    {
        var units = new TextUnits();
        Read(text, units);
        return units.ToString();
    }

    /// <summary>A row of letters and digits of ASCII: a special run where it begins one, else the word.</summary>
    private static int ReadWord(ReadOnlySpan<char> source, int at, TextUnits units)
    {
        var end = at;
        var hasDigits = false;
        int length;
        do
        {
            length = units.WordLength(end, out var digits);
            hasDigits |= digits;
            end += length;
        } while (length == TextUnits.Stride && end < source.Length);

        if (
            (at == 0 || !SpecialRuns.IsAlphanumeric(source[at - 1]))
            && SpecialRuns.MayBeSpecial(source, at, end, hasDigits)
        )
        {
            length = SpecialRuns.TryReadWord(source, at, end, out var code);
            if (length > 0)
            {
                AddUnit(units, code, UnitKind.Placeholder, at);
                return length;
            }
        }

        units.AddWord(at, end);
        return end - at;
    }

    private static int ReadCharacter(ReadOnlySpan<char> source, int at, TextUnits units)
    {
        var c = source[at];
        if (char.IsHighSurrogate(c) && at + 1 < source.Length && char.IsLowSurrogate(source[at + 1]))
        {
            var codePoint = char.ConvertToUtf32(c, source[at + 1]);
            if (!Characters.IsSkinTone(codePoint))
            {
                AddUnit(units, codePoint, Characters.KindOfAstral(codePoint), at);
            }

            return 2;
        }

        if (c == '\u2026')
        {
            AddUnit(units, '.', UnitKind.Punctuation, at);
            AddUnit(units, '.', UnitKind.Punctuation, at);
        }
        else if (Characters.KindOf(c) is { } kind)
        {
            AddUnit(units, c, kind, at);
        }

        return 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddUnit(TextUnits units, int code, UnitKind kind, int start)
    {
        if (kind == UnitKind.Space)
        {
            if (units.LastKind != UnitKind.Space)
            {
                units.Add(' ', UnitKind.Space, start);
            }
        }
        else if (kind == UnitKind.Digit || !units.EndsWithTwo(code))
        {
            units.Add(code, kind, start);
        }
    }
}
