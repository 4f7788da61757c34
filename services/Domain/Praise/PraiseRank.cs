using NodaTime;

namespace TriageMesh.Domain.Praise;

/// <summary>What praise is ranked by.</summary>
/// <param name="Confidence">How sure it is that it is praise, 0 to 1; 1 where a person said so.</param>
/// <param name="Reach">The author's followers.</param>
/// <param name="Engagement">Likes, comments and shares of the post together.</param>
/// <param name="Verified">The platform vouches for the author.</param>
/// <param name="PostedAt">When it was posted.</param>
public sealed record PraiseFacts(double Confidence, long Reach, long Engagement, bool Verified, Instant PostedAt);

/// <summary>Ranks praise: 10 × confidence + 3 × log₁₀(1 + reach) + 2 × log₁₀(1 + engagement) + 1 if verified + weeks since 2026.</summary>
/// <remarks>
/// Freshness counts from a fixed day, so that the order of two items never changes by time passing and an index can keep it: a
/// week is worth a tenth of confidence, ten times the reach three weeks, ten times the engagement two.
/// </remarks>
public static class PraiseRank
{
    private static readonly Instant Epoch = Instant.FromUtc(2026, 1, 1, 0, 0);

    public static float Of(PraiseFacts facts) =>
        (float)(
            (10 * Math.Clamp(facts.Confidence, 0, 1))
            + (3 * Math.Log10(1 + Math.Max(0, facts.Reach)))
            + (2 * Math.Log10(1 + Math.Max(0, facts.Engagement)))
            + (facts.Verified ? 1 : 0)
            + ((facts.PostedAt - Epoch).TotalDays / 7)
        );
}
