using System.Collections.Frozen;

namespace TriageMesh.Domain.Mentions;

/// <summary>What platforms call themselves, for words that the public reads.</summary>
public static class PlatformNames
{
    private static readonly FrozenDictionary<string, (string Name, string? Chinese)> All = new Dictionary<
        string,
        (string Name, string? Chinese)
    >(StringComparer.Ordinal)
    {
        ["weibo"] = ("Weibo", "微博"),
        ["xiaohongshu"] = ("Xiaohongshu", "小红书"),
        ["douyin"] = ("Douyin", "抖音"),
        ["wechat"] = ("WeChat", "微信"),
        ["bilibili"] = ("Bilibili", "哔哩哔哩"),
        ["zhihu"] = ("Zhihu", "知乎"),
        ["x"] = ("X", null),
        ["facebook"] = ("Facebook", null),
        ["instagram"] = ("Instagram", null),
        ["youtube"] = ("YouTube", null),
        ["reddit"] = ("Reddit", null),
        ["mastodon"] = ("Mastodon", null),
        ["bluesky"] = ("Bluesky", null),
        ["telegram"] = ("Telegram", null),
        ["google_reviews"] = ("Google Reviews", "Google 评价"),
        ["app_store"] = ("App Store", null),
        ["google_play"] = ("Google Play", null),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The name of a channel's platform for readers of a language; the channel itself where it has none.</summary>
    /// <param name="channel">As mentions name it.</param>
    /// <param name="language">Such as <c>zh</c> or <c>zh-CN</c>; null where it is not known.</param>
    public static string Of(string channel, string? language) =>
        !All.TryGetValue(channel, out var platform) ? channel
        : platform.Chinese is { } chinese && language?.StartsWith("zh", StringComparison.Ordinal) is true ? chinese
        : platform.Name;
}
