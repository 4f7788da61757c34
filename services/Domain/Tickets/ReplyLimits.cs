using System.Globalization;

namespace TriageMesh.Domain.Tickets;

/// <summary>How long an answer may be on each channel, and how the channel counts.</summary>
public static class ReplyLimits
{
    /// <summary>For channels that name no limit.</summary>
    public const int General = 2_000;

    private static readonly Dictionary<string, int> Limits = new(StringComparer.OrdinalIgnoreCase)
    {
        ["weibo"] = 140,
        ["wechat"] = 600,
        ["x"] = 280,
        ["bluesky"] = 300,
        ["mastodon"] = 500,
        ["google_play"] = 350,
    };

    public static int Of(string channel) => Limits.GetValueOrDefault(channel, General);

    /// <summary>The length as the channel counts: characters as people see them; on X wide ones count twice.</summary>
    public static int Measure(string channel, string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        var length = 0;
        while (elements.MoveNext())
        {
            var wide = elements.GetTextElement().EnumerateRunes().Any(rune => rune.Value >= 0x1100);
            length += wide && string.Equals(channel, "x", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
        }

        return length;
    }
}
