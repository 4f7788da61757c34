using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Praise;

namespace TriageMesh.Domain.Specs.Praise;

public sealed class PraiseWordsSpecs
{
    private static readonly PraiseFacts Facts = new(0.8, 100, 10, false, Instant.FromUtc(2026, 6, 5, 12, 0));

    [Fact]
    public void Every_template_is_there_in_both_languages_and_uses_known_variables_only()
    {
        foreach (var name in RequestTemplates.All.Keys.Select(key => key.Name).Distinct())
        {
            foreach (var language in new[] { "en", "zh-CN" })
            {
                var wording = RequestTemplates.All[(name, language)];

                RequestTemplates.UnknownIn(wording).ShouldBeEmpty();
                Render(wording, language).ShouldNotContain("{");
            }
        }
    }

    [Fact]
    public void An_author_is_asked_in_their_language()
    {
        Render("{author}: {scopes}; {territory}; {until}", "en")
            .ShouldBe("@ann: reposting, paid advertising; CN, SG; until 2026-12-31");
        Render("{author}：{scopes}；{territory}；{until}", "zh-CN")
            .ShouldBe("@ann：转发、付费广告；CN、SG；至2026-12-31");
    }

    [Fact]
    public void A_name_that_looks_like_a_variable_is_only_a_name() =>
        RequestTemplates
            .Render("{author} {account}", "en", new RequestFacts("{account}", "brand", [], [], null))
            .ShouldBe("{account} brand");

    [Fact]
    public void A_variable_that_does_not_exist_is_named() =>
        RequestTemplates.UnknownIn("Dear {author}, {discount}").ShouldBe(["discount"]);

    [Fact]
    public void The_fingerprint_changes_with_every_part_and_with_the_border_between_them()
    {
        string[] all =
        [
            PostHash.Of("1", "ann", "good", ["a", "b"]),
            PostHash.Of("2", "ann", "good", ["a", "b"]),
            PostHash.Of("1", "bob", "good", ["a", "b"]),
            PostHash.Of("1", "ann", "bad", ["a", "b"]),
            PostHash.Of("1", "ann", "good", ["b", "a"]),
            PostHash.Of("1", "ann", "good", ["ab"]),
            PostHash.Of("1", "ann", "gooda", ["b"]),
        ];

        all.ShouldBeUnique();
        PostHash.Of("1", "ann", "good", ["a", "b"]).ShouldBe(all[0]);
    }

    [Fact]
    public void More_confidence_reach_engagement_or_freshness_ranks_higher()
    {
        var rank = PraiseRank.Of(Facts);

        PraiseRank.Of(Facts with { Confidence = 0.9 }).ShouldBeGreaterThan(rank);
        PraiseRank.Of(Facts with { Reach = 1_000 }).ShouldBeGreaterThan(rank);
        PraiseRank.Of(Facts with { Engagement = 100 }).ShouldBeGreaterThan(rank);
        PraiseRank.Of(Facts with { PostedAt = Facts.PostedAt + Duration.FromHours(1) }).ShouldBeGreaterThan(rank);
        PraiseRank.Of(Facts with { Verified = true }).ShouldBeGreaterThan(rank);
    }

    [Fact]
    public void A_week_is_worth_a_tenth_of_confidence() =>
        PraiseRank
            .Of(Facts with { Confidence = 0.9 })
            .ShouldBe(PraiseRank.Of(Facts with { PostedAt = Facts.PostedAt + Duration.FromDays(7) }), 0.001);

    [Theory]
    [InlineData(null, "ann", "Ann", "en", "@ann (Weibo)")]
    [InlineData(null, "ann", "Ann", "zh", "@ann (微博)")]
    [InlineData(null, null, "Ann", null, "Ann (Weibo)")]
    [InlineData(null, null, null, "en", "id-1 (Weibo)")]
    [InlineData("Photo: Ann", "ann", "Ann", "zh", "Photo: Ann")]
    public void The_author_is_named_as_well_as_we_can(
        string? chosen,
        string? handle,
        string? name,
        string? language,
        string line
    ) => CreditLine.For(chosen, handle, name, "id-1", "weibo", language).ShouldBe(line);

    [Fact]
    public void A_platform_that_nobody_knows_is_called_as_its_mentions_call_it() =>
        CreditLine.For(null, "ann", null, "id-1", "returns-desk", "zh").ShouldBe("@ann (returns-desk)");

    private static string Render(string wording, string language) =>
        RequestTemplates.Render(
            wording,
            language,
            new RequestFacts(
                "@ann",
                "brand",
                [GrantScope.Repost, GrantScope.PaidAds],
                ["CN", "SG"],
                new LocalDate(2026, 12, 31)
            )
        );
}
