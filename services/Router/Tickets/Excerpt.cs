using System.Globalization;

namespace TriageMesh.Router.Tickets;

/// <summary>The beginning of a post, as a list shows it: one line, cut between characters as people see them.</summary>
internal static class Excerpt
{
    private const int MaxLength = 160;

    public static string Of(string text)
    {
        var line = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= MaxLength)
        {
            return line;
        }

        var cut = 0;
        while (cut + StringInfo.GetNextTextElementLength(line.AsSpan(cut)) is var next && next < MaxLength)
        {
            cut = next;
        }

        return $"{line.AsSpan(0, cut)}…";
    }
}
