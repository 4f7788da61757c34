using System.Security.Claims;
using Dapper;
using MassTransit;
using MassTransit.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Praise;
using TriageMesh.Router.Praise;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>What marketing may show: asked, answered, proven, and taken down again.</summary>
public sealed class Rights_to_praise(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Link = "https://example.com/shown";

    [Fact]
    public async Task Without_a_grant_nothing_is_exported_or_posted_and_only_the_platforms_own_repost_is_logged()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);

        Refused(await ExportAsync(world, person, id, GrantScope.Repost)).ShouldBe((409, "no_live_grant"));
        Refused(await PostedAsync(world, person, id, GrantScope.Repost)).ShouldBe((409, "no_live_grant"));
        var reposted = Detail(
            (await PraiseUseEndpoints.RepostAsync(id, new RepostRequest(Link), null, person, Desk(world), Stop)).Result
        );

        reposted.Item.Status.ShouldBe(PraiseStatus.Requested);
        reposted.History.Select(one => one.Kind).ShouldBe(["shortlisted", "requested", "reposted"]);
        reposted.History.ShouldAllBe(one => one.By!.Id == IdOf(person) && one.By.Name.StartsWith("marketing"));
    }

    [Fact]
    public async Task More_than_was_asked_for_is_on_record_only_where_somebody_says_that_the_authors_words_allow_it()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        var wide = new GrantRequest { Scopes = [GrantScope.Site, GrantScope.PaidAds], Answer = "Use it for anything" };
        async Task<IResult> AnswerAsync(GrantRequest grant) =>
            (await RightsAnswerEndpoints.GrantAsync(id, grant, null, person, Desk(world), Stop)).Result;

        var refused = await AnswerAsync(wide);

        Refused(refused).ShouldBe((422, "scope_not_asked"));
        var errors = ((ProblemHttpResult)refused).ProblemDetails.Extensions["errors"];
        errors.ShouldBeOfType<Dictionary<string, string[]>>().Keys.ShouldBe(["scopes"]);
        (await world.OneAsync<long>("SELECT count(*) FROM router.praise_grants")).ShouldBe(0);

        var granted = Detail(await AnswerAsync(wide with { WiderThanAsked = true }));
        granted.Item.Grant.ShouldNotBeNull().Scopes.ShouldBe(wide.Scopes);
    }

    [Fact]
    public async Task An_answer_that_waited_for_another_question_is_measured_by_that_one()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var asking = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync(
            """
            INSERT INTO router.praise_requests
            SELECT (jsonb_populate_record(r, jsonb_build_object('request_id', gen_random_uuid(), 'scopes', ARRAY['repost']))).*
              FROM router.praise_requests r;
            UPDATE router.praise p
               SET request_id = (SELECT r.request_id FROM router.praise_requests r WHERE r.request_id <> p.request_id)
            """,
            transaction: asking
        );

        var site = new GrantRequest { Scopes = [GrantScope.Site], Answer = "Show it on your site" };
        var answering = RightsAnswerEndpoints.GrantAsync(id, site, null, person, Desk(world), Stop);
        await world.SomebodyWaitsAsync();
        await asking.CommitAsync(Stop);

        Refused((await answering).Result).ShouldBe((422, "scope_not_asked"));
    }

    [Fact]
    public async Task A_grant_keeps_its_proof_and_opens_what_it_names_and_nothing_else()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        var asked = await AskAsync(world, person, id);

        var granted = await GrantAsync(world, person, id, world.Time.GetUtcNow().AddDays(30));

        var grant = granted.Item.Grant.ShouldNotBeNull();
        (grant.RequestId, grant.Answer, grant.AnswerLink).ShouldBe((asked, "Yes, of course", Link));
        grant.RecordedBy.Id.ShouldBe(IdOf(person));
        var post = await world.OneAsync<(string ExternalId, string Text)>(
            "SELECT external_id, text FROM router.mentions"
        );
        grant.PostHash.ShouldBe(PostHash.Of(post.ExternalId, "ann", post.Text, ["https://example.com/p.jpg"]));
        granted.Requests.Single().Wording.ShouldContain("@ann");

        Refused(await ExportAsync(world, person, id, GrantScope.PaidAds)).ShouldBe((422, "scope_not_granted"));
        Refused(await PostedAsync(world, person, id, GrantScope.Site, territory: "US"))
            .ShouldBe((422, "territory_not_granted"));
        var export = (await ExportAsync(world, person, id, GrantScope.Site)).ShouldBeOfType<Ok<PraiseExport>>().Value!;
        (export.CreditLine, export.Media).ShouldBe(("@ann (Weibo)", export.Media));
        export.Media.ShouldBe(["https://example.com/p.jpg"]);
        Detail(await PostedAsync(world, person, id, GrantScope.Site)).Item.Status.ShouldBe(PraiseStatus.Posted);
    }

    [Fact]
    public async Task A_post_that_was_edited_is_not_the_one_that_was_granted()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        await GrantAsync(world, person, id, expiresAt: null);

        await world.SqlAsync("UPDATE router.mentions SET text = 'Something else'");

        Refused(await ExportAsync(world, person, id, GrantScope.Site)).ShouldBe((409, "post_has_changed"));
    }

    [Fact]
    public async Task A_grant_ends_at_its_time_once_with_any_number_of_routers_and_what_was_posted_comes_down()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        await GrantAsync(world, person, id, world.Time.GetUtcNow().AddDays(30));
        await PostedAsync(world, person, id, GrantScope.Site);
        world.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        (await world.Get<GrantTimers>().ExpireDueAsync(Stop)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        // Before anybody has noticed.
        Refused(await ExportAsync(world, person, id, GrantScope.Site)).ShouldBe((409, "no_live_grant"));

        var timers = Enumerable.Range(0, 4).Select(_ => world.AddRouter().GetRequiredService<GrantTimers>());
        await Task.WhenAll(timers.Select(timer => Task.Run(() => timer.ExpireDueAsync(Stop), Stop)));

        var detail = (await world.Get<PraiseReader>().FindAsync(id, Stop))!;
        detail.Item.Status.ShouldBe(PraiseStatus.Expired);
        detail.History.Count(one => one.Kind == "expired").ShouldBe(1);
        detail.Grants.Single().EndedBy.ShouldBe("expired");
        var task = detail.Takedowns.ShouldHaveSingleItem();
        (task.Reason, task.Links).ShouldBe(("expired", task.Links));
        task.Links.ShouldBe([Link]);
    }

    [Fact]
    public async Task A_longer_grant_takes_the_place_of_the_one_before()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        await GrantAsync(world, person, id, world.Time.GetUtcNow().AddDays(1));
        await PostedAsync(world, person, id, GrantScope.Site);
        await GrantAsync(world, person, id, world.Time.GetUtcNow().AddDays(9));

        world.Time.Advance(TimeSpan.FromDays(2));
        await world.Get<GrantTimers>().ExpireDueAsync(Stop);

        var detail = (await world.Get<PraiseReader>().FindAsync(id, Stop))!;
        detail.Item.Status.ShouldBe(PraiseStatus.Posted);
        detail.Grants.Select(grant => grant.EndedBy).ShouldBe(["replaced", null]);
    }

    [Fact]
    public async Task A_deleted_post_revokes_the_grant_and_raises_a_task_that_somebody_finishes_with_a_note()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        await GrantAsync(world, person, id, expiresAt: null);
        await PostedAsync(world, person, id, GrantScope.Site);

        Detail(
            (
                await RightsAnswerEndpoints.WithdrawnAsync(
                    id,
                    new WithdrawnRequest(WithdrawalReason.PostDeleted, "404 since this morning"),
                    null,
                    person,
                    Desk(world),
                    Stop
                )
            ).Result
        )
            .Item.Status.ShouldBe(PraiseStatus.Revoked);

        Refused(await PostedAsync(world, person, id, GrantScope.Site)).ShouldBe((409, "no_live_grant"));
        var task = (await TakedownEndpoints.ListAsync(world.Get<NpgsqlDataSource>(), Stop)).Value!.Items.Single();
        task.Reason.ShouldBe("post_deleted");
        var done = await TakedownEndpoints.DoneAsync(
            task.Id,
            new TakedownDoneRequest("Removed from the start page"),
            new DefaultHttpContext(),
            person,
            world.Get<NpgsqlDataSource>(),
            world.Time,
            Stop
        );
        done.Result.ShouldBeOfType<Ok<TakedownView>>().Value!.DoneBy!.Id.ShouldBe(IdOf(person));
        (await TakedownEndpoints.ListAsync(world.Get<NpgsqlDataSource>(), Stop)).Value!.Items.ShouldBeEmpty();
        (await world.ListAsync<(string, string)>("SELECT kind, data::text FROM router.praise_events ORDER BY event_id"))
            .Select(change => PraiseChangeJson.Read(change.Item1, change.Item2))
            .Aggregate(new PraiseState(), (state, change) => state.Apply(change))
            .Status.ShouldBe(PraiseStatus.Revoked);
    }

    [Fact]
    public async Task A_channel_that_tells_of_a_deleted_post_revokes_it_and_telling_it_twice_changes_nothing()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        await AskAsync(world, person, id);
        await GrantAsync(world, person, id, expiresAt: null);
        var mention = await world.OneAsync<Guid>("SELECT mention_id FROM router.mentions");
        await using var provider = new ServiceCollection()
            .AddSingleton(world.Get<NpgsqlDataSource>())
            .AddSingleton<TimeProvider>(world.Time)
            .AddMassTransitTestHarness(bus => bus.AddConsumer<MentionsWithdrawnConsumer, MentionsWithdrawnDefinition>())
            .BuildServiceProvider(validateScopes: true);
        var harness = provider.GetRequiredService<ITestHarness>();
        await harness.Start();
        for (var time = 0; time < 2; time++)
        {
            await harness.Bus.Publish(
                new MentionsWithdrawn([
                    new WithdrawnMention(mention, WithdrawalReason.AuthorErased),
                    new WithdrawnMention(Guid.NewGuid(), WithdrawalReason.PostDeleted),
                ]),
                Stop
            );
        }

        await Eventually.Be(
            () => harness.Consumed.Select<MentionsWithdrawn>(Stop).Count(),
            consumed => consumed == 2,
            Stop
        );
        var detail = (await world.Get<PraiseReader>().FindAsync(id, Stop))!;
        detail.Item.Status.ShouldBe(PraiseStatus.Revoked);
        detail.Takedowns.Single().Reason.ShouldBe("author_erased");
    }

    [Fact]
    public async Task The_same_key_asks_once_and_a_question_that_never_arrived_can_be_asked_again()
    {
        await using var world = await BeginAsync(postgres);
        var (person, id) = (await world.PersonAsync(Role.Marketing), await FindAsync(world));
        await ShortlistAsync(world, person, id);
        var asked = await AskAsync(world, person, id);
        (await AskAsync(world, person, id, asked)).ShouldBe(asked);
        (await world.OneAsync<long>("SELECT count(*) FROM router.praise_requests")).ShouldBe(1);
        var outcomes = world.Get<PraiseRequests>();

        (
            await outcomes.FailedAsync(new ReplyFailed(asked, Unknown: true, "timeout", world.Time.GetUtcNow()), Stop)
        ).ShouldBeTrue();
        (await world.OneAsync<string>("SELECT status FROM router.praise")).ShouldBe("requested", "it may have arrived");
        await outcomes.FailedAsync(new ReplyFailed(asked, Unknown: false, "blocked", world.Time.GetUtcNow()), Stop);
        (await world.OneAsync<string>("SELECT status FROM router.praise")).ShouldBe("shortlisted");
        await AskAsync(world, person, id, Guid.NewGuid());

        (await world.OneAsync<string>("SELECT status FROM router.praise")).ShouldBe("requested");
        (
            await outcomes.SentAsync(new ReplySent(Guid.NewGuid(), "x", false, world.Time.GetUtcNow()), Stop)
        ).ShouldBeFalse("a ticket's reply is not ours");
    }

    [Fact]
    public async Task The_board_is_ranked_and_filtered_and_each_page_follows_the_one_before()
    {
        await using var world = await BeginAsync(postgres);
        var best = await FindAsync(world, "ann", followers: 1_000_000);
        var second = await FindAsync(world, "bob", followers: 50);
        var last = await FindAsync(world, "eve", followers: 0);
        var person = await world.PersonAsync(Role.Marketing);

        (await PageAsync(world, limit: 2)).Items.Select(item => item.Id).ShouldBe([best, second]);
        var page = await PageAsync(world, limit: 2);
        (await PageAsync(world, limit: 2, cursor: page.Next)).Items.Select(item => item.Id).ShouldBe([last]);
        (await PageAsync(world, minReach: 51)).Items.Select(item => item.Id).ShouldBe([best]);
        (await PageAsync(world, media: false)).Items.ShouldBeEmpty();
        (await PageAsync(world, language: "zh")).Items.ShouldBeEmpty();

        await ShortlistEndpoints.EngagementAsync(
            last,
            new EngagementRequest(10_000_000),
            null,
            person,
            Desk(world),
            Stop
        );

        (await PageAsync(world)).Items.Select(item => item.Id).ShouldBe([best, last, second]);
    }

    [Fact]
    public async Task A_page_of_the_board_is_read_from_its_index()
    {
        await using var world = await BeginAsync(postgres);
        await FindAsync(world);
        await world.SqlAsync(
            """
            INSERT INTO router.mentions (mention_id, channel, account, external_id, kind, visibility, author_id, text, posted_at,
                   received_at, routed_at, source, language, label, model_label, p_complaint, p_praise, p_question, p_other,
                   needs_review, model_version, terms)
            SELECT gen_random_uuid(), channel, account, 'x' || n, kind, visibility, author_id, text, posted_at, received_at,
                   routed_at, source, language, label, model_label, p_complaint, p_praise, p_question, p_other, needs_review,
                   model_version, terms
              FROM router.mentions, generate_series(1, 20000) AS n;
            INSERT INTO router.mention_keys SELECT mention_id, routed_at FROM router.mentions ON CONFLICT DO NOTHING;
            INSERT INTO router.praise (mention_id, status, score, found_at, channel, language, reach)
            SELECT mention_id, 'found', random() * 20, routed_at, channel, language, random() * 1000
              FROM router.mentions
                ON CONFLICT DO NOTHING;
            ANALYZE router.praise;
            """
        );

        var plan = string.Join(
            '\n',
            await world.ListAsync<string>(
                """
                EXPLAIN SELECT b.praise_id FROM router.praise b
                 WHERE b.status = 'found' AND b.reach >= 500 AND (b.score, b.praise_id) < (10.0::real, 5)
                 ORDER BY b.score DESC, b.praise_id DESC LIMIT 50
                """
            )
        );

        plan.ShouldContain("praise_by_score");
        plan.ShouldNotContain("Sort");
    }

    private static PraiseDesk Desk(RouterWorld world) => world.Get<PraiseDesk>();

    private static Guid IdOf(ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue("sub")!);

    /// <summary>A praising post with a picture, found on the board.</summary>
    private static async Task<long> FindAsync(RouterWorld world, string author = "ann", long followers = 0)
    {
        var post = world.Post(author, $"{author}-{Guid.NewGuid():N}", Label.Praise, text: "Best shoes I ever had!");
        await world.RouteAsync(
            post with
            {
                Mention = post.Mention with
                {
                    Media = ["https://example.com/p.jpg"],
                    Author = post.Mention.Author with { Followers = followers },
                },
            }
        );
        return await world.OneAsync<long>("SELECT max(praise_id) FROM router.praise");
    }

    private static async Task ShortlistAsync(RouterWorld world, ClaimsPrincipal person, long id) =>
        Detail(
            (
                await ShortlistEndpoints.SetStatusAsync(
                    id,
                    new PraiseStatusRequest(PraiseStatus.Shortlisted),
                    null,
                    person,
                    Desk(world),
                    Stop
                )
            ).Result
        );

    private static async Task<Guid> AskAsync(RouterWorld world, ClaimsPrincipal person, long id, Guid? key = null) =>
        Detail(
            (
                await RightsRequestEndpoint.HandleAsync(
                    id,
                    new RightsRequest { Scopes = [GrantScope.Repost, GrantScope.Site] },
                    key,
                    null,
                    person,
                    Desk(world),
                    Stop
                )
            ).Result
        )
            .Requests[^1]
            .Id;

    private static async Task<PraiseDetail> GrantAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        long id,
        DateTimeOffset? expiresAt
    ) =>
        Detail(
            (
                await RightsAnswerEndpoints.GrantAsync(
                    id,
                    new GrantRequest
                    {
                        Scopes = [GrantScope.Repost, GrantScope.Site],
                        Territory = ["CN"],
                        ExpiresAt = expiresAt,
                        Answer = "Yes, of course",
                        AnswerLink = Link,
                    },
                    null,
                    person,
                    Desk(world),
                    Stop
                )
            ).Result
        );

    private static async Task<IResult> ExportAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        long id,
        GrantScope scope
    ) =>
        (
            await PraiseUseEndpoints.ExportAsync(id, new ExportRequest(scope, "CN"), null, person, Desk(world), Stop)
        ).Result;

    private static async Task<IResult> PostedAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        long id,
        GrantScope scope,
        string territory = "CN"
    ) =>
        (
            await PraiseUseEndpoints.PostedAsync(
                id,
                new PostedRequest(scope, territory, Link),
                null,
                person,
                Desk(world),
                Stop
            )
        ).Result;

    private static PraiseDetail Detail(IResult answer) => answer.ShouldBeOfType<Ok<PraiseDetail>>().Value!;

    private static (int Status, string? Reason) Refused(IResult answer)
    {
        var problem = answer.ShouldBeOfType<ProblemHttpResult>();
        return (problem.StatusCode, problem.ProblemDetails.Extensions["reason"] as string);
    }

    private static async Task<Page<PraiseItem>> PageAsync(
        RouterWorld world,
        int limit = 50,
        string? cursor = null,
        long minReach = 0,
        bool? media = null,
        string? language = null
    ) =>
        (
            await PraiseEndpoints.ListAsync(
                world.Get<NpgsqlDataSource>(),
                Stop,
                language: language,
                media: media,
                minReach: minReach,
                cursor: cursor,
                limit: limit
            )
        )
            .Result.ShouldBeOfType<Ok<Page<PraiseItem>>>()
            .Value!;
}
