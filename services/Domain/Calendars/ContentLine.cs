using System.Text;

namespace TriageMesh.Domain.Calendars;

/// <summary>One line of an iCalendar file, unfolded, and the number of the line at which it begins.</summary>
internal sealed record ContentLine(int Number, string Name, string Parameters, string Value)
{
    /// <summary>The value as text, its escapes undone.</summary>
    public string Text =>
        Value.Contains('\\', StringComparison.Ordinal)
            ? Value
                .Replace("\\n", " ")
                .Replace("\\N", " ")
                .Replace("\\,", ",")
                .Replace("\\;", ";")
                .Replace("\\\\", "\\")
            : Value;

    /// <summary>Reads lines; one that begins with a blank goes on with the line before it.</summary>
    public static IEnumerable<ContentLine> ReadAll(string text, Mistakes mistakes)
    {
        var (begun, number) = (new StringBuilder(), 0);
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r').TrimStart('\uFEFF');
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                begun.Append(line.AsSpan(1));
                continue;
            }

            if (Parse(begun.ToString(), number, mistakes) is { } whole)
            {
                yield return whole;
            }

            begun.Clear().Append(line);
            number = i + 1;
        }

        if (Parse(begun.ToString(), number, mistakes) is { } last)
        {
            yield return last;
        }
    }

    private static ContentLine? Parse(string line, int number, Mistakes mistakes)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return null;
        }

        // A colon within quotes belongs to a parameter.
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            quoted ^= line[i] == '"';
            if (line[i] == ':' && !quoted)
            {
                var name = line[..i].Split(';', 2);
                return new ContentLine(
                    number,
                    name[0].Trim().ToUpperInvariant(),
                    name.Length > 1 ? name[1].ToUpperInvariant() : "",
                    line[(i + 1)..].Trim()
                );
            }
        }

        mistakes.Add($"line {number}", "This is no NAME:value.");
        return null;
    }
}
