using FsCheck.Fluent;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Praise;
using TriageMesh.Domain.Specs.Calendars;

namespace TriageMesh.Domain.Specs.Praise;

public sealed class PraiseLifeSpecs
{
    private static readonly Instant Noon = Instant.FromUtc(2026, 6, 5, 12, 0);
    private static readonly Guid Request = new("0198c1f0-0000-7000-8000-000000000001");
    private const string Hash = "hash";

    private static readonly GrantTerms Terms = new(
        [GrantScope.Repost, GrantScope.Site],
        ["CN", "SG"],
        Noon + Duration.FromDays(30),
        Hash
    );

    private static readonly RequestRights Ask = new(Request, [GrantScope.Repost, GrantScope.Site], ["CN", "SG"]);

    private static readonly PraiseCommand[] Commands =
    [
        new Shortlist(),
        new TakeOffShortlist(),
        new RequestRights(Request, [GrantScope.Site], []),
        new RequestRights(Request, [GrantScope.Repost, GrantScope.Site], ["CN", "SG"]),
        new FailRequest(Request, "gone"),
        new GrantRights(Terms),
        new GrantRights(Terms with { Scopes = [GrantScope.Site] }),
        new GrantRights(Terms with { Territory = [], ExpiresAt = null }, WiderThanAsked: true),
        new DeclineRights("no"),
        new ExpireRights(),
        new WithdrawPost(WithdrawalReason.PostDeleted, null),
        new MarkPosted(GrantScope.Site, "CN", "https://example.com/1", Hash),
        new MarkPosted(GrantScope.PaidAds, null, "https://example.com/2", Hash),
        new LogRepost(null),
        new ExportPost(GrantScope.Repost, "SG", Hash),
        new ExportPost(GrantScope.Repost, "SG", "other"),
        new PlanPost(Noon, null),
        new NoteEngagement(7),
    ];

    [Fact]
    public void From_found_to_posted_each_step_in_its_turn()
    {
        var post = After(new Shortlist(), Ask, new GrantRights(Terms));
        post.Status.ShouldBe(PraiseStatus.Granted);

        post = Then(post, new MarkPosted(GrantScope.Site, "CN", "https://example.com/1", Hash));

        post.Status.ShouldBe(PraiseStatus.Posted);
        post.WasShown.ShouldBeTrue();
    }

    [Fact]
    public void Who_is_not_on_the_shortlist_is_not_asked() =>
        Refusal(new PraiseState(), new RequestRights(Request, [GrantScope.Site], []))
            .ShouldBe(PraiseRefusalReason.WrongStatus);

    [Fact]
    public void Nothing_is_granted_that_nobody_asked_for() =>
        Refusal(After(new Shortlist()), new GrantRights(Terms)).ShouldBe(PraiseRefusalReason.WrongStatus);

    [Theory]
    [InlineData(GrantScope.PaidAds, "CN", Hash, PraiseRefusalReason.ScopeNotGranted)]
    [InlineData(GrantScope.Site, "US", Hash, PraiseRefusalReason.TerritoryNotGranted)]
    [InlineData(GrantScope.Site, null, Hash, PraiseRefusalReason.TerritoryNotGranted)]
    [InlineData(GrantScope.Site, "CN", "edited", PraiseRefusalReason.PostHasChanged)]
    public void A_grant_reaches_as_far_as_its_words(
        GrantScope scope,
        string? territory,
        string hash,
        PraiseRefusalReason reason
    )
    {
        Refusal(Granted(), new MarkPosted(scope, territory, "https://example.com/1", hash)).ShouldBe(reason);
        Refusal(Granted(), new ExportPost(scope, territory, hash)).ShouldBe(reason);
    }

    [Fact]
    public void A_grant_is_over_the_moment_it_expires_whether_or_not_anybody_has_noticed()
    {
        var end = Terms.ExpiresAt!.Value;
        var export = new ExportPost(GrantScope.Site, "CN", Hash);

        PraiseLife.Decide(Granted(), export, end - Duration.Epsilon).Refusal.ShouldBeNull();
        PraiseLife.Decide(Granted(), export, end).Refusal!.Reason.ShouldBe(PraiseRefusalReason.NoLiveGrant);
    }

    [Fact]
    public void The_platforms_own_repost_needs_no_grant_and_is_logged()
    {
        var decision = PraiseLife.Decide(new PraiseState(), new LogRepost("https://example.com/r"), Noon);

        decision.Change.ShouldBe(new Reposted("https://example.com/r"));
        new PraiseState().Apply(decision.Change!).Status.ShouldBe(PraiseStatus.Found);
    }

    [Fact]
    public void What_was_withdrawn_is_not_even_reposted() =>
        Refusal(After(new WithdrawPost(WithdrawalReason.PostDeleted, null)), new LogRepost(null))
            .ShouldBe(PraiseRefusalReason.WrongStatus);

    [Fact]
    public void A_withdrawal_raises_a_takedown_where_something_may_be_shown_and_only_there()
    {
        var gone = new WithdrawPost(WithdrawalReason.AuthorErased, null);

        PraiseLife.Decide(After(new Shortlist()), gone, Noon).Takedown.ShouldBeFalse();
        PraiseLife.Decide(After(new LogRepost(null)), gone, Noon).Takedown.ShouldBeTrue();
        PraiseLife.Decide(Granted(), gone, Noon).Takedown.ShouldBeTrue();
        PraiseLife.Decide(After(gone), gone, Noon).ShouldBe(PraiseDecision.Nothing);
    }

    [Fact]
    public void What_was_posted_comes_down_when_its_grant_expires()
    {
        var posted = Then(Granted(), new MarkPosted(GrantScope.Site, "CN", "https://example.com/1", Hash));
        var end = Terms.ExpiresAt!.Value;

        PraiseLife.Decide(posted, new ExpireRights(), end - Duration.Epsilon).ShouldBe(PraiseDecision.Nothing);
        PraiseLife.Decide(posted, new ExpireRights(), end).Takedown.ShouldBeTrue();
        PraiseLife.Decide(Granted(), new ExpireRights(), end).Takedown.ShouldBeFalse();
    }

    [Fact]
    public void A_question_that_never_arrived_can_be_asked_again()
    {
        var asked = After(new Shortlist(), new RequestRights(Request, [GrantScope.Site], []));

        Then(asked, new FailRequest(Guid.Empty, "another one")).Status.ShouldBe(PraiseStatus.Requested);
        Then(asked, new FailRequest(Request, "blocked")).Status.ShouldBe(PraiseStatus.Shortlisted);
    }

    [Fact]
    public void A_grant_that_would_be_over_already_is_none() =>
        Refusal(
                After(new Shortlist(), new RequestRights(Request, [GrantScope.Site], [])),
                new GrantRights(Terms with { ExpiresAt = Noon })
            )
            .ShouldBe(PraiseRefusalReason.ExpiredAlready);

    [Theory]
    [InlineData(GrantScope.Site, "CN", null)]
    [InlineData(GrantScope.PaidAds, "CN", PraiseRefusalReason.ScopeNotAsked)]
    [InlineData(GrantScope.Site, "US", PraiseRefusalReason.TerritoryNotAsked)]
    [InlineData(GrantScope.Site, null, PraiseRefusalReason.TerritoryNotAsked)]
    public void A_yes_is_a_yes_to_the_question_and_more_only_where_the_authors_words_say_so(
        GrantScope scope,
        string? territory,
        PraiseRefusalReason? refused
    )
    {
        var asked = After(new Shortlist(), Ask);
        var terms = Terms with { Scopes = [scope], Territory = territory is null ? [] : [territory] };

        Refusal(asked, new GrantRights(terms)).ShouldBe(refused);
        Then(asked, new GrantRights(terms, WiderThanAsked: true)).Grant.ShouldBe(terms);
    }

    [Fact]
    public void Who_was_asked_for_the_whole_world_may_allow_any_part_of_it()
    {
        var asked = After(new Shortlist(), Ask with { Territory = [] });

        Then(asked, new GrantRights(Terms)).Grant.ShouldBe(Terms);
        Then(asked, new GrantRights(Terms with { Territory = [] })).Status.ShouldBe(PraiseStatus.Granted);
    }

    [Fact]
    public void Whatever_is_done_in_whatever_order_nothing_is_used_without_a_live_grant_and_the_history_tells_the_state() =>
        Prop.ForAll(
                Gen.Choose(0, Commands.Length - 1).ListOf().ToArbitrary(),
                numbers =>
                {
                    var (post, history, now) = (new PraiseState(), new List<PraiseChange>(), Noon);
                    foreach (var command in numbers.Select(number => Commands[number]))
                    {
                        now += Duration.FromDays(7);
                        var decision = PraiseLife.Decide(post, command, now);
                        if (decision.Change is not { } change)
                        {
                            continue;
                        }

                        if (change is Posted or Exported)
                        {
                            post.Grant.ShouldNotBeNull().IsLiveAt(now).ShouldBeTrue();
                            post.Status.ShouldBeOneOf(PraiseStatus.Granted, PraiseStatus.Posted);
                        }

                        decision.Takedown.ShouldBe(
                            change is RightsRevoked && (post.WasShown || post.Grant is not null)
                                || change is RightsExpired && post.Status == PraiseStatus.Posted
                        );
                        post = post.Apply(change);
                        history.Add(PraiseChangeJson.Read(change.Kind, PraiseChangeJson.Write(change)));
                        (post.Grant is not null).ShouldBe(post.Status is PraiseStatus.Granted or PraiseStatus.Posted);
                    }

                    var replayed = PraiseState.Replay(history);
                    (replayed with { Grant = null, Asked = null }).ShouldBe(post with { Grant = null, Asked = null });
                    replayed.Asked?.Scopes.ShouldBe(post.Asked!.Scopes);
                    replayed.Asked?.Territory.ShouldBe(post.Asked!.Territory);
                    replayed.Grant?.Scopes.ShouldBe(post.Grant!.Scopes);
                    replayed.Grant?.Territory.ShouldBe(post.Grant!.Territory);
                    replayed.Grant?.ExpiresAt.ShouldBe(post.Grant!.ExpiresAt);
                }
            )
            .Hold();

    private static PraiseState Granted() => After(new Shortlist(), Ask, new GrantRights(Terms));

    private static PraiseState After(params PraiseCommand[] commands) => commands.Aggregate(new PraiseState(), Then);

    private static PraiseState Then(PraiseState post, PraiseCommand command)
    {
        var decision = PraiseLife.Decide(post, command, Noon);
        decision.Refusal.ShouldBeNull();
        return decision.Change is { } change ? post.Apply(change) : post;
    }

    private static PraiseRefusalReason? Refusal(PraiseState post, PraiseCommand command) =>
        PraiseLife.Decide(post, command, Noon).Refusal?.Reason;
}
