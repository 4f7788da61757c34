using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.RouteMentions;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Routing_mentions(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_complaint_opens_a_ticket_with_clocks_from_the_post_and_from_now()
    {
        await using var world = await BeginAsync(postgres);

        await world.RouteAsync(
            world.Post("ann", "p1", ago: TimeSpan.FromMinutes(10), text: "Order no. 20260605001 is late")
        );

        var ticket = await world.OneAsync<TicketFacts>("SELECT * FROM router.tickets");
        ticket.ShouldSatisfyAllConditions(
            () => ticket.Status.ShouldBe("new"),
            () => ticket.Label.ShouldBe("complaint"),
            () => ticket.OrderNumber.ShouldBe("20260605001"),
            () => ticket.NextDueAt.ShouldBe(world.Now + Duration.FromMinutes(20))
        );
        var first = await world.ClockAsync(ticket.TicketId, ClockKind.FirstResponse);
        first.StartedAt.ShouldBe(world.Now - Duration.FromMinutes(10));
        (await world.ClockAsync(ticket.TicketId, ClockKind.Resolution)).StartedAt.ShouldBe(world.Now);
        (await world.EventsAsync(ticket.TicketId)).ShouldBe([
            "opened",
            "clock.activate",
            "clock.activate",
            "clock.activate",
            "order_number",
        ]);
    }

    [Fact]
    public async Task Any_order_and_any_number_of_deliveries_give_the_same_tickets()
    {
        await using var world = await BeginAsync(postgres);
        var posts = Enumerable
            .Range(0, 60)
            .Select(i =>
                world.Post($"author-{i % 7}", $"p{i}", i % 3 == 0 ? Label.Question : Label.Complaint, Minutes(60 - i))
            )
            .ToArray();
        await world.RouteAsync(posts);
        var straight = await SummaryAsync(world);

        var random = new Random(7);
        foreach (var again in Enumerable.Range(0, 5))
        {
            random.Shuffle(posts);
            await world.RouteAsync([.. posts.Take(40), .. posts.Take(3)]);
        }

        (await SummaryAsync(world)).ShouldBe(straight);
        await world.SqlAsync(
            "TRUNCATE router.authors, router.tickets, router.events, router.mentions, router.mention_keys CASCADE"
        );
        foreach (var chunk in posts.Chunk(9))
        {
            await world.RouteAsync(chunk);
        }

        (await SummaryAsync(world)).ShouldBe(straight);
    }

    [Fact]
    public async Task An_author_with_an_open_ticket_gets_no_second_one()
    {
        await using var world = await BeginAsync(postgres);
        var first = await world.OpenAsync("ann");
        world.Time.Advance(TimeSpan.FromMinutes(5));

        var second = await world.OpenAsync("ann");

        second.ShouldBe(first);
        var ticket = await world.TicketAsync(first);
        ticket.MentionCount.ShouldBe(2);
        ticket.OldestUnansweredAt.ShouldBe(world.Now - Duration.FromMinutes(5));
    }

    [Fact]
    public async Task Concurrent_routers_open_one_ticket_for_an_author()
    {
        await using var world = await BeginAsync(postgres);
        var routers = Enumerable.Range(0, 3).Select(_ => world.AddRouter().GetRequiredService<RouteBatch>()).ToList();
        var posts = Enumerable.Range(0, 300).Select(i => world.Post($"author-{i % 10}", $"p{i}")).ToArray();

        // Each post goes to two routers, in different company.
        await Task.WhenAll(
            routers.Select(
                (router, place) =>
                    Task.Run(
                        async () =>
                        {
                            var mine = posts.Where((_, i) => i % 3 == place || i % 3 == (place + 1) % 3).ToArray();
                            new Random(place).Shuffle(mine);
                            foreach (var batch in mine.Chunk(20))
                            {
                                await RetryAsync(() => router.RunAsync(batch, Stop));
                            }
                        },
                        Stop
                    )
            )
        );

        (await world.OneAsync<long>("SELECT count(*) FROM router.tickets")).ShouldBe(10);
        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions WHERE ticket_id IS NOT NULL")).ShouldBe(300);
        (await world.OneAsync<long>("SELECT sum(mention_count) FROM router.tickets")).ShouldBe(300);
    }

    [Fact]
    public async Task What_needs_review_is_under_the_clock_as_a_complaint()
    {
        await using var world = await BeginAsync(postgres);

        await world.RouteAsync(world.Post("ann", "p1", Label.Other, needsReview: true, confidence: 0.4));

        var ticket = await world.OneAsync<TicketFacts>("SELECT * FROM router.tickets");
        ticket.NeedsReview.ShouldBeTrue();
        (await world.ClockAsync(ticket.TicketId, ClockKind.FirstResponse)).TargetSeconds.ShouldBe(30 * 60);
    }

    [Fact]
    public async Task Praise_goes_to_marketing_other_is_kept_and_a_blocked_author_causes_nothing()
    {
        await using var world = await BeginAsync(postgres);

        await world.RouteAsync(
            world.Post("ann", "p1", Label.Praise),
            world.Post("bob", "p2", Label.Other),
            world.Post("cat", "p3", tier: AuthorTier.Blocked),
            world.Post("cat", "p4", Label.Praise, tier: AuthorTier.Blocked)
        );

        (await world.OneAsync<long>("SELECT count(*) FROM router.praise")).ShouldBe(1);
        (await world.OneAsync<long>("SELECT count(*) FROM router.tickets")).ShouldBe(0);
        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions")).ShouldBe(4);
    }

    [Fact]
    public async Task Five_posts_in_ten_minutes_are_a_burst_with_one_clock_and_a_higher_priority()
    {
        await using var world = await BeginAsync(postgres);

        await world.RouteAsync([
            .. Enumerable.Range(0, 5).Select(i => world.Post("ann", $"p{i}", ago: TimeSpan.FromMinutes(9 - i))),
        ]);

        var ticket = await world.OneAsync<TicketFacts>("SELECT * FROM router.tickets");
        ticket.ShouldSatisfyAllConditions(
            () => ticket.Burst.ShouldBeTrue(),
            () => ticket.MentionCount.ShouldBe(5),
            () => ticket.Priority.ShouldBe("high")
        );
        (await world.OneAsync<long>("SELECT count(*) FROM router.clocks WHERE kind NOT LIKE '%resolution'")).ShouldBe(
            1
        );
    }

    [Fact]
    public async Task A_bad_mention_is_parked_alone_and_the_others_go_on()
    {
        await using var world = await BeginAsync(postgres);
        var bad = world.Post("eve", "bad", text: "a\0b");

        var parked = await world.RouteAsync(
            world.Post("ann", "p1"),
            world.Post("bob", "p2"),
            bad,
            world.Post("cat", "p3"),
            world.Post("dan", "p4")
        );

        parked.ShouldBe([bad.Mention.MentionId], ignoreOrder: true);
        (await world.OneAsync<long>("SELECT count(*) FROM router.tickets")).ShouldBe(4);
        var row = await world.OneAsync<(string Service, string Type, string Body)>(
            "SELECT service, message_type, body FROM mesh.parked"
        );
        row.Service.ShouldBe("router");
        row.Type.ShouldBe(nameof(MentionsClassified));
        row.Body.ShouldContain(bad.Mention.MentionId.ToString());
    }

    private static TimeSpan Minutes(int minutes) => TimeSpan.FromMinutes(minutes);

    private static Task<IReadOnlyList<string>> SummaryAsync(RouterWorld world) =>
        world.ListAsync<string>(
            """
            SELECT concat_ws(
                     '|', t.author_id, t.oldest_unanswered_at, t.mention_count,
                     string_agg(m.external_id, ',' ORDER BY m.external_id))
              FROM router.tickets t
              JOIN router.mentions m USING (ticket_id)
             GROUP BY t.ticket_id
             ORDER BY t.author_id, t.ticket_id
            """
        );

    /// <summary>As the bus does: what another transaction stood in the way of is tried again.</summary>
    private static async Task RetryAsync(Func<Task> act)
    {
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Npgsql.PostgresException deadlock)
                when (deadlock.SqlState == Npgsql.PostgresErrorCodes.DeadlockDetected)
            {
                throw new ShouldAssertException("Two routers waited for each other.", deadlock);
            }
            catch (System.Data.DBConcurrencyException)
            {
                // Once more.
            }
        }
    }
}
