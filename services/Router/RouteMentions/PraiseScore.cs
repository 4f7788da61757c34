namespace TriageMesh.Router.RouteMentions;

/// <summary>Ranks praise by certainty, reach and freshness. A week of freshness weighs as much as a tenth of certainty.</summary>
internal static class PraiseScore
{
    private static readonly DateTimeOffset Epoch = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static float Of(RoutedMention item) =>
        Of(
            item.Classification.Scores.Praise,
            item.Mention.Author.Followers,
            item.Mention.Author.Verified,
            item.Mention.PostedAt
        );

    /// <param name="certainty">0 to 1; 1 where a person said so.</param>
    /// <param name="followers">The author's reach; tenfold counts as three weeks.</param>
    /// <param name="verified">The platform vouches for the author.</param>
    /// <param name="postedAt">The later, the higher; so the order of old items never changes.</param>
    public static float Of(double certainty, long? followers, bool verified, DateTimeOffset postedAt) =>
        (float)(
            (10 * certainty)
            + (3 * Math.Log10(1 + Math.Max(0, followers ?? 0)))
            + (verified ? 1 : 0)
            + ((postedAt - Epoch).TotalDays / 7)
        );
}
