using Dapper;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Persons;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;
using static TriageMesh.Database.Specs.Router.Splitting_and_merging;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What was once wrong, each by itself.</summary>
public sealed class What_random_lives_have_found(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_clock_that_begins_anew_has_not_broken_what_went_away_with_its_post()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(40));
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        await PostedAsync(world, "ann", "p2");

        await SplitAsync(world, ticket, agent, "p1");

        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        (clock.BreachedAt, clock.Fired.Length).ShouldBe((null, 0));
        world.Time.Advance(TimeSpan.FromMinutes(31));
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        (await world.EventsAsync(ticket)).Count(kind => kind == "clock.breach").ShouldBe(2, "each post's own");
    }

    [Fact]
    public async Task A_reply_that_never_arrived_is_taken_back_from_the_posts_that_were_split_off_too()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        var posted = world.Now;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await PostedAsync(world, "ann", "p2");
        var reply = Guid.NewGuid();
        await world.ReplyAsync(ticket, agent, key: reply);
        var apart = await SplitAsync(world, ticket, agent, "p1");

        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(reply, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        (await world.TicketAsync(apart)).OldestUnansweredAt.ShouldBe(posted);
        (await world.TicketAsync(ticket)).OldestUnansweredAt.ShouldBe(world.Now, "what is left there");
        (await world.ClockAsync(apart, ClockKind.FirstResponse)).State.ShouldBe("running");
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).StartedAt.ShouldBe(world.Now);
    }

    [Fact]
    public async Task A_post_that_was_split_off_merged_back_and_split_off_again_counts_once()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await PostedAsync(world, "ann", "p2");
        await MergeAsync(world, await SplitAsync(world, ticket, agent, "p2"), ticket, agent);

        var apart = await SplitAsync(world, ticket, agent, "p2");

        (await world.TicketAsync(apart)).MentionCount.ShouldBe(1);
        (await world.TicketAsync(ticket)).MentionCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_thanks_that_turns_out_to_be_work_stays_where_it_was_put()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, main) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await PostedAsync(world, "ann", "p2");
        await PostedAsync(world, "ann", "thanks", Label.Praise);
        var apart = await SplitAsync(world, main, agent, "p2", "thanks");

        await world
            .Get<MentionRelabel>()
            .RunAsync(
                MentionIdentity.For("weibo", "brand", "thanks"),
                new RelabelRequest(Label.Complaint, null),
                null,
                Caller.From(agent),
                Stop
            );

        (await world.TicketAsync(apart)).MentionCount.ShouldBe(2);
        (await world.OneAsync<long>("SELECT ticket_id FROM router.mentions WHERE external_id = 'thanks'")).ShouldBe(
            apart
        );
    }

    [Fact]
    public async Task Whoever_leaves_a_queue_is_given_nothing_of_it_by_a_drain_that_waited_for_them()
    {
        await using var world = await BeginAsync(postgres);
        await PostedAsync(world, "ann", "p1");
        await world.PersonAsync();
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var leaving = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync(
            "UPDATE router.agents SET version = version + 1; DELETE FROM router.queue_members",
            transaction: leaving
        );

        var draining = world.Get<QueueDrain>().RunAsync(RouterDefaults.Support, Stop);
        await world.SomebodyWaitsAsync();
        await leaving.CommitAsync(Stop);

        (await draining).ShouldBe(0);
    }

    [Fact]
    public async Task A_command_that_waited_for_an_erasure_finds_its_ticket_under_the_new_name()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await using var erasing = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync(
            """
            INSERT INTO router.authors (channel, account, author_id) VALUES ('weibo', 'brand', 'erased-1');
            UPDATE router.tickets SET author_id = 'erased-1'
            """,
            transaction: erasing
        );

        var resolving = world.ResolveAsync(ticket, agent);
        await world.SomebodyWaitsAsync();
        await erasing.CommitAsync(Stop);

        (await resolving).ShouldBeOfType<Ok<TicketDetail>>().Value!.Ticket.Status.ShouldBe(TicketStatus.Resolved);
    }

    [Fact]
    public async Task A_command_that_waited_while_the_author_was_given_a_tier_goes_by_that_tier()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await PostedAsync(world, "ann", "p1"));
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await PromiseToVipsAsync(world);
        await using var giving = await connection.BeginTransactionAsync(Stop);
        await connection.ExecuteAsync(
            """
            UPDATE router.authors SET tier = 'vip';
            UPDATE router.tickets SET version = version
            """,
            transaction: giving
        );

        var raising = SetPriorityEndpoint.HandleAsync(
            ticket,
            new PriorityRequest(Priority.High, null),
            null,
            agent,
            world.Get<TicketDesk>(),
            Stop
        );
        await world.SomebodyWaitsAsync();
        await giving.CommitAsync(Stop);
        await raising;

        (await world.OneAsync<string>(PolicyName)).ShouldBe("Known");
    }

    [Fact]
    public async Task What_was_promised_to_an_author_of_a_tier_stays_promised_when_they_are_erased()
    {
        await using var world = await BeginAsync(postgres);
        await PromiseToVipsAsync(world);
        await world.RouteAsync(world.Post("ann", "p1", tier: AuthorTier.Vip));
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        (await world.OneAsync<string>(PolicyName)).ShouldBe("Known");
        var agent = await world.PersonAsync();
        // Somebody is left to be answered, so that the ticket goes on.
        await MergeAsync(world, await PostedAsync(world, "bob", "p2"), ticket, agent);
        await world.Get<Erasures>().RequestAsync("weibo", "ann", Guid.NewGuid(), Stop);

        await SetPriorityEndpoint.HandleAsync(
            ticket,
            new PriorityRequest(Priority.Low, null),
            null,
            agent,
            world.Get<TicketDesk>(),
            Stop
        );

        (await world.TicketAsync(ticket)).Priority.ShouldBe("low");
        (await world.OneAsync<string>(PolicyName)).ShouldBe("Known");
    }

    private const string PolicyName = """
        SELECT p.definition ->> 'name'
          FROM router.tickets t
          JOIN router.policies p USING (policy_id)
         WHERE t.merged_into IS NULL
        """;

    private static async Task PromiseToVipsAsync(RouterWorld world)
    {
        await world.SqlAsync(
            """
            INSERT INTO router.policies (policy_key, version, definition, effective_from)
            SELECT gen_random_uuid(), 1, definition || '{"name": "Known", "order": -1, "match": {"tiers": ["vip"]}}', '2000-01-01Z'
              FROM router.policies LIMIT 1
            """
        );
        world.Get<RuleBooks>().Changed();
    }
}
