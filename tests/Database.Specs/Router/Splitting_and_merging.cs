using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Router.Cases;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Splitting_and_merging(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Stored = $"""
        SELECT {StoredTicket.Columns} FROM router.tickets t JOIN router.authors a USING (channel, account, author_id)
        """;

    [Fact]
    public async Task A_post_that_is_split_off_takes_its_own_clock_along_and_leaves_the_others_theirs()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        await AcceptEndpoint.HandleAsync(ticket, null, agent, world.Get<TicketDesk>(), Stop);
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await PostedAsync(world, "ann", "p2");

        var apart = await SplitAsync(world, ticket, agent, "p1");

        (await world.ClockAsync(apart, ClockKind.FirstResponse)).StartedAt.ShouldBe(
            world.Now - Duration.FromMinutes(10)
        );
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).StartedAt.ShouldBe(world.Now);
        var (left, gone) = (await world.TicketAsync(ticket), await world.TicketAsync(apart));
        (left.MentionCount, left.OldestUnansweredAt).ShouldBe((1, world.Now));
        (gone.MentionCount, gone.AssigneeId, gone.Status).ShouldBe((1, left.AssigneeId, "open"));
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(2);
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task An_answered_post_takes_its_answer_along()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.ReplyAsync(ticket, agent);
        var answered = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await PostedAsync(world, "ann", "p2");

        var apart = await SplitAsync(world, ticket, agent, "p1");

        var clock = await world.ClockAsync(apart, ClockKind.FirstResponse);
        (clock.State, clock.StoppedAt).ShouldBe(("met", answered));
        (await world.TicketAsync(apart)).FirstRepliedAt.ShouldBe(answered);
        (await world.ClockAsync(ticket, ClockKind.NextResponse, 2)).State.ShouldBe("running");
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task When_the_only_waiting_post_goes_nothing_is_waited_for_where_it_was()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(ticket, agent);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await PostedAsync(world, "ann", "p2");

        await SplitAsync(world, ticket, agent, "p2");

        (await world.TicketAsync(ticket)).OldestUnansweredAt.ShouldBeNull();
        (await world.ClockAsync(ticket, ClockKind.NextResponse, 2)).State.ShouldBe("cancelled");
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task The_customers_next_post_joins_the_ticket_that_was_there_first()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        await PostedAsync(world, "ann", "p2");
        await SplitAsync(world, ticket, agent, "p2");

        (await PostedAsync(world, "ann", "p3")).ShouldBe(ticket);
    }

    [Theory]
    [InlineData("nothing_left", "p1", "p2")]
    [InlineData("unknown_mention", "p9")]
    public async Task What_cannot_be_split_is_refused_with_its_reason(string reason, params string[] posts)
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        await PostedAsync(world, "ann", "p2");

        Handing_over.ReasonOf(await TrySplitAsync(world, ticket, agent, posts)).ShouldBe(reason);
    }

    [Fact]
    public async Task Merged_the_oldest_unanswered_post_rules_and_the_customers_next_post_lands_in_the_target()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, older) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        var waiting = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(10));
        var target = await PostedAsync(world, "bob", "p2");

        await MergeAsync(world, older, target, agent);

        var (closed, stays) = (await world.TicketAsync(older), await world.TicketAsync(target));
        (closed.Status, closed.Misrouted, closed.MentionCount).ShouldBe(("closed", false, 1));
        (stays.MentionCount, stays.OldestUnansweredAt).ShouldBe((2, waiting));
        (await world.ClockAsync(target, ClockKind.FirstResponse)).StartedAt.ShouldBe(waiting);
        (await world.ClockAsync(older, ClockKind.FirstResponse)).State.ShouldBe("cancelled");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await PostedAsync(world, "ann", "p3")).ShouldBe(target);
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task A_ticket_that_waits_for_its_customer_waits_no_longer_when_what_they_wrote_elsewhere_is_merged_in()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, target) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.ReplyAsync(target, agent, "wait");
        (await world.ClockAsync(target, ClockKind.Resolution)).State.ShouldBe("paused");
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var other = await PostedAsync(world, "ann-elsewhere", "p2");

        await MergeAsync(world, other, target, agent);

        (await world.TicketAsync(target)).Status.ShouldBe("open");
        (await world.ClockAsync(target, ClockKind.Resolution)).State.ShouldBe("running");
        (await world.ClockAsync(target, ClockKind.NextResponse, 2)).State.ShouldBe("running");
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task A_reply_that_never_went_out_is_waited_for_where_its_post_was_merged_to()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, older) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(older, agent);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await PostedAsync(world, "ann", "p2");
        var (waiting, lost) = (world.Now, Guid.NewGuid());
        var target = await PostedAsync(world, "bob", "p3");
        await world.ReplyAsync(target, agent);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(older, agent, key: lost);
        await MergeAsync(world, older, target, agent);
        (await world.TicketAsync(target)).OldestUnansweredAt.ShouldBeNull();

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(lost, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        (await world.TicketAsync(target)).OldestUnansweredAt.ShouldBe(waiting);
        var next = await world.ClockAsync(target, ClockKind.NextResponse, 2);
        (next.State, next.StartedAt).ShouldBe(("running", waiting));
        (await world.ReplayAsync(target)).UnansweredSince.ShouldBe(waiting);
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task A_post_after_a_split_joins_what_is_still_open_of_it()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        await PostedAsync(world, "ann", "p2");
        var apart = await SplitAsync(world, ticket, agent, "p2");
        await world.ReplyAsync(ticket, agent);
        await world.ResolveAsync(ticket, agent);
        await world.SqlAsync(
            "UPDATE router.tickets SET status = 'closed', closed_at = @now WHERE ticket_id = @ticket",
            new { ticket, now = world.Now }
        );

        (await PostedAsync(world, "ann", "p3")).ShouldBe(apart);
    }

    [Fact]
    public async Task The_earlier_first_response_stays_and_who_still_waits_waits_for_the_next()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, older) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(5));
        await world.ReplyAsync(older, agent);
        var answered = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(5));
        var target = await PostedAsync(world, "bob", "p2");
        var waiting = world.Now;

        await MergeAsync(world, older, target, agent);

        var first = await world.ClockAsync(target, ClockKind.FirstResponse);
        (first.State, first.StoppedAt).ShouldBe(("met", answered));
        var next = await world.ClockAsync(target, ClockKind.NextResponse, 2);
        (next.State, next.StartedAt).ShouldBe(("running", waiting));
        (await world.TicketAsync(target)).FirstRepliedAt.ShouldBe(answered);
        (await world.ClockAsync(older, ClockKind.FirstResponse)).State.ShouldBe("cancelled");
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task A_merge_is_undone_by_splitting_and_the_posts_have_their_clocks_again()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, older) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        var waiting = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(10));
        var target = await PostedAsync(world, "bob", "p2");
        await MergeAsync(world, older, target, agent);
        world.Time.Advance(TimeSpan.FromMinutes(10));

        var apart = await SplitAsync(world, target, agent, "p1");

        (await world.ClockAsync(apart, ClockKind.FirstResponse)).StartedAt.ShouldBe(waiting);
        (await world.ClockAsync(apart, ClockKind.Resolution)).StartedAt.ShouldBe(waiting);
        var left = await world.TicketAsync(target);
        (left.MentionCount, left.OldestUnansweredAt).ShouldBe((1, waiting + Duration.FromMinutes(10)));
        (
            await world.OneAsync<string>("SELECT author_id FROM router.tickets WHERE ticket_id = @apart", new { apart })
        ).ShouldBe("ann");
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task A_chain_of_merges_leads_to_its_end_and_cannot_loop()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var (one, two, three) = (
            await PostedAsync(world, "ann", "p1"),
            await PostedAsync(world, "bob", "p2"),
            await PostedAsync(world, "cid", "p3")
        );
        await MergeAsync(world, one, two, agent);
        await MergeAsync(world, two, three, agent);

        Handing_over.ReasonOf(await TryMergeAsync(world, three, one, agent)).ShouldBe("merged_already");
        Handing_over.ReasonOf(await TryMergeAsync(world, one, three, agent)).ShouldBe("wrong_status");
        (await PostedAsync(world, "ann", "p4")).ShouldBe(three);
        (await world.TicketAsync(three)).MentionCount.ShouldBe(4);
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task Two_people_merge_two_tickets_into_each_other_at_once_and_one_of_them_wins()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var (one, two) = (await PostedAsync(world, "ann", "p1"), await PostedAsync(world, "bob", "p2"));

        var answers = await Task.WhenAll(TryMergeAsync(world, one, two, agent), TryMergeAsync(world, two, one, agent));

        answers.OfType<Ok<TicketDetail>>().Count().ShouldBe(1);
        (await world.OneAsync<int>("SELECT max(mention_count) FROM router.tickets WHERE status <> 'closed'")).ShouldBe(
            2
        );
    }

    [Fact]
    public async Task Notes_and_replies_go_along_and_both_tickets_point_at_each_other()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var (one, two) = (await PostedAsync(world, "ann", "p1"), await PostedAsync(world, "bob", "p2"));
        await world.ReplyAsync(one, agent);
        await NoteEndpoint.HandleAsync(one, new NoteRequest("seen"), null, agent, world.Get<TicketDesk>(), Stop);

        var answer = (await TryMergeAsync(world, one, two, agent)).ShouldBeOfType<Ok<TicketDetail>>().Value!;

        answer.Timeline.Count(item => item.Type is "note" or "reply").ShouldBe(2);
        answer
            .Links.ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(
                link => link.Kind.ShouldBe("merged_from"),
                link => link.Ticket.Id.ShouldBe(one)
            );
    }

    [Fact]
    public async Task A_link_is_seen_from_both_sides()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var (one, two) = (await PostedAsync(world, "ann", "p1"), await PostedAsync(world, "bob", "p2"));
        var desk = world.Get<CaseDesk>();

        var near = await CaseEndpoints.LinkAsync(one, new LinkRequest(two, "caused_by"), agent, desk, Stop);
        var again = await CaseEndpoints.LinkAsync(two, new LinkRequest(one, "related"), agent, desk, Stop);

        near.Result.ShouldBeOfType<Ok<TicketDetail>>().Value!.Links.ShouldHaveSingleItem().Kind.ShouldBe("caused_by");
        Handing_over.ReasonOf(again.Result).ShouldBe("linked_already");
        (await world.EventsAsync(two)).ShouldContain("linked");
        var far = await CaseEndpoints.UnlinkAsync(two, one, agent, desk, Stop);
        far.Result.ShouldBeOfType<Ok<TicketDetail>>().Value!.Links.ShouldBeEmpty();
        await CheckHistoriesAsync(world);
    }

    [Fact]
    public async Task Neither_is_done_to_a_ticket_of_another_team()
    {
        await using var world = await BeginAsync(postgres);
        var stranger = await world.PersonAsync(member: false);
        var (one, two) = (await PostedAsync(world, "ann", "p1"), await PostedAsync(world, "bob", "p2"));

        foreach (
            var answer in new[]
            {
                await TryMergeAsync(world, one, two, stranger),
                await TrySplitAsync(world, one, stranger, "p1"),
            }
        )
        {
            answer.ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(404);
        }
    }

    private static async Task CheckHistoriesAsync(RouterWorld world)
    {
        foreach (var ticket in await world.ListAsync<StoredTicket>(Stored))
        {
            (await world.ReplayAsync(ticket.TicketId)).ShouldBe(ticket.ToState());
        }
    }

    internal static async Task<long> PostedAsync(
        RouterWorld world,
        string author,
        string id,
        Label label = Label.Complaint
    )
    {
        var post = world.Post(author, id, label);
        await world.RouteAsync(post);
        return await world.OneAsync<long>(
            "SELECT ticket_id FROM router.mentions WHERE mention_id = @id",
            new { id = post.Mention.MentionId }
        );
    }

    internal static async Task<long> SplitAsync(
        RouterWorld world,
        long ticket,
        ClaimsPrincipal person,
        params string[] posts
    ) => (await TrySplitAsync(world, ticket, person, posts)).ShouldBeOfType<Ok<TicketDetail>>().Value!.Ticket.Id;

    private static async Task<IResult> TrySplitAsync(
        RouterWorld world,
        long ticket,
        ClaimsPrincipal person,
        params string[] posts
    ) =>
        (
            await CaseEndpoints.SplitAsync(
                ticket,
                new SplitRequest(
                    [.. posts.Select(post => MentionIdentity.For("weibo", "brand", post))],
                    "another matter"
                ),
                null,
                person,
                world.Get<CaseDesk>(),
                world.Get<SplitCase>(),
                Stop
            )
        ).Result;

    internal static async Task MergeAsync(RouterWorld world, long from, long into, ClaimsPrincipal person) =>
        (await TryMergeAsync(world, from, into, person))
            .ShouldBeOfType<Ok<TicketDetail>>()
            .Value!.Ticket.Id.ShouldBe(into);

    private static async Task<IResult> TryMergeAsync(RouterWorld world, long from, long into, ClaimsPrincipal person) =>
        (
            await CaseEndpoints.MergeAsync(
                from,
                new MergeRequest(into, null),
                null,
                person,
                world.Get<CaseDesk>(),
                Stop
            )
        ).Result;
}
