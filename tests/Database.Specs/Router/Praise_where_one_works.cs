using System.Security.Claims;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Support sees what is said in praise on the accounts that its queues take.</summary>
public sealed class Praise_where_one_works(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Is_listed_newest_first_page_by_page_and_counted()
    {
        await using var world = await BeginAsync(postgres);
        foreach (var author in new[] { "ann", "bob", "cid" })
        {
            await world.RouteAsync(Praised(world, author));
            world.Time.Advance(TimeSpan.FromMinutes(1));
        }

        await world.RouteAsync(world.Post("dan", "complaint"));
        var agent = await world.PersonAsync();

        var first = await LatelyAsync(world, agent, limit: 2);
        var second = await LatelyAsync(world, agent, first.Next, limit: 2);

        (Authors(first), Authors(second), second.Next).ShouldBe(("cid bob", "ann", null));
        (await CountAsync(world, agent)).ShouldBe(3);
        Authors(await LatelyAsync(world, agent, channel: "weibo")).ShouldBe("cid bob ann");
        Authors(await LatelyAsync(world, agent, channel: "x")).ShouldBe("");
    }

    [Fact]
    public async Task Is_not_that_of_a_queue_where_others_work()
    {
        await using var world = await BeginAsync(postgres);
        var here = await world.PersonAsync();
        var stranger = await world.PersonAsync(member: false);
        var lead = await world.PersonAsync(Role.Lead, member: false);
        await world.RouteAsync(Praised(world, "ann"));
        await world.AddQueueAsync("Brand");
        await world.SqlAsync("UPDATE router.queues SET accounts = '{brand}' WHERE name = 'Brand'");
        world.Get<RuleBooks>().Changed();
        await world.RouteAsync(Praised(world, "bob"));

        Authors(await LatelyAsync(world, here)).ShouldBe("ann");
        Authors(await LatelyAsync(world, stranger)).ShouldBe("");
        Authors(await LatelyAsync(world, lead)).ShouldBe("bob ann");
        (await CountAsync(world, here), await CountAsync(world, stranger), await CountAsync(world, lead)).ShouldBe(
            (1, 0, 2)
        );
    }

    [Fact]
    public async Task Is_that_of_the_last_seven_days()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        await world.RouteAsync(Praised(world, "ann"));

        world.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        (Authors(await LatelyAsync(world, agent)), await CountAsync(world, agent)).ShouldBe(("ann", 1));

        world.Time.Advance(TimeSpan.FromSeconds(1));
        (Authors(await LatelyAsync(world, agent)), await CountAsync(world, agent)).ShouldBe(("", 0));
    }

    [Fact]
    public async Task Goes_when_somebody_says_that_it_is_none_and_comes_when_it_is()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var post = Praised(world, "ann");
        await world.RouteAsync(post);

        await RelabelAsync(world, agent, post, Label.Complaint);
        (Authors(await LatelyAsync(world, agent)), await CountAsync(world, agent)).ShouldBe(("", 0));

        await RelabelAsync(world, agent, post, Label.Praise);
        (Authors(await LatelyAsync(world, agent)), await CountAsync(world, agent)).ShouldBe(("ann", 1));
    }

    [Fact]
    public async Task Goes_when_its_author_takes_it_back()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        await world.RouteAsync(Praised(world, "ann"));

        await world.SqlAsync("UPDATE router.praise SET status = 'revoked'");

        (Authors(await LatelyAsync(world, agent)), await CountAsync(world, agent)).ShouldBe(("", 0));
    }

    private static ClassifiedMention Praised(RouterWorld world, string author) =>
        world.Post(author, $"praise-{author}", Label.Praise, text: "Arrived a day early, thank you!");

    private static async Task<Page<PraisePost>> LatelyAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        string? cursor = null,
        string? channel = null,
        int limit = 50
    ) =>
        (
            await PraiseOfQueues.HandleAsync(
                person,
                world.Get<NpgsqlDataSource>(),
                world.Time,
                Stop,
                channel,
                cursor,
                limit
            )
        ).Value!;

    private static string Authors(Page<PraisePost> page) =>
        string.Join(' ', page.Items.Select(post => post.Mention.Author.Name));

    private static async Task<int> CountAsync(RouterWorld world, ClaimsPrincipal person) =>
        (await CountViewsEndpoint.HandleAsync(person, world.Get<NpgsqlDataSource>(), world.Time, Stop)).Value!.Praise;

    private static async Task RelabelAsync(
        RouterWorld world,
        ClaimsPrincipal person,
        ClassifiedMention post,
        Label label
    ) =>
        await RelabelEndpoint.HandleAsync(
            post.Mention.MentionId,
            new RelabelRequest(label, null),
            null,
            person,
            world.Get<MentionRelabel>(),
            Stop
        );
}
