using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TriageMesh.Ingest.Intake;

/// <summary>Makes any text storable: NUL goes, half characters become U+FFFD. Everything else stays as it was written.</summary>
internal static class CleanText
{
    /// <summary>The same text where nothing is wrong with it.</summary>
    public static string Of(string text)
    {
        // Two scans: a set of all surrogates would be searched for a perfect hash when it is made, which takes minutes.
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') && !text.Contains('\0'))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != 0)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString();
    }

    /// <summary>The text of a JSON string, also where its escapes hold half a character, which the reader refuses.</summary>
    public static string Of(JsonElement text)
    {
        try
        {
            return Of(text.GetString() ?? "");
        }
        catch (InvalidOperationException)
        {
            return Of(Unescape(text.GetRawText().AsSpan()[1..^1]));
        }
    }

    /// <remarks>The reader has checked the form of every escape before.</remarks>
    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (var at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
                continue;
            }

            at++;
            switch (raw[at])
            {
                case 'u':
                    text.Append((char)ushort.Parse(raw.Slice(at + 1, 4), NumberStyles.HexNumber));
                    at += 4;
                    break;
                case 'n':
                    text.Append('\n');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                default:
                    text.Append(raw[at]);
                    break;
            }
        }

        return text.ToString();
    }
}
