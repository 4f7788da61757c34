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

/// <summary>Names the newest customer post or reply of a ticket: what a person must have seen before they answer.</summary>
internal static class Seen
{
    public static string Mention(Guid mentionId) => $"m:{mentionId}";

    public static string Reply(Guid replyId) => $"r:{replyId}";
}
