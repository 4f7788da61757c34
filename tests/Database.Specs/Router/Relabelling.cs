using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Relabelling(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task To_complaint_opens_a_ticket_with_clocks_from_the_original_post()
    {
        await using var world = await BeginAsync(postgres);
        var post = world.Post("ann", "p1", Label.Other);
        await world.RouteAsync(post);
        world.Time.Advance(TimeSpan.FromMinutes(20));

        var view = await RelabelAsync(world, post, Label.Complaint);

        view!.Label.ShouldBe(Label.Complaint);
        view.RelabelledBy.ShouldNotBeNull();
        view.TicketNumber.ShouldNotBeNull();
        var ticket = await world.OneAsync<TicketFacts>("SELECT * FROM router.tickets");
        foreach (var kind in new[] { ClockKind.FirstResponse, ClockKind.Resolution })
        {
            (await world.ClockAsync(ticket.TicketId, kind)).StartedAt.ShouldBe(world.Now - Duration.FromMinutes(20));
        }

        (await world.OneAsync<string>("SELECT from_label || '>' || to_label FROM router.relabels")).ShouldBe(
            "other>complaint"
        );
    }

    [Fact]
    public async Task Away_from_it_closes_the_ticket_as_misrouted_and_cancels_its_clocks()
    {
        await using var world = await BeginAsync(postgres);
        var post = world.Post("ann", "p1");
        await world.RouteAsync(post);
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        await AcceptEndpoint.HandleAsync(ticket, null, await world.PersonAsync(), world.Get<TicketDesk>(), Stop);

        await RelabelAsync(world, post, Label.Praise);

        var after = await world.TicketAsync(ticket);
        (after.Status, after.Misrouted).ShouldBe(("closed", true));
        (await world.ListAsync<string>("SELECT DISTINCT state FROM router.clocks")).ShouldBe(["cancelled"]);
        (await world.OneAsync<int>("SELECT sum(open_tickets)::int FROM router.agents")).ShouldBe(0);
        (await world.OneAsync<long>("SELECT count(*) FROM router.praise")).ShouldBe(1);
    }

    [Fact]
    public async Task A_ticket_with_other_work_on_it_goes_on()
    {
        await using var world = await BeginAsync(postgres);
        var first = world.Post("ann", "p1");
        await world.RouteAsync(first, world.Post("ann", "p2", Label.Question));

        await RelabelAsync(world, first, Label.Other);

        (await world.OneAsync<string>("SELECT status FROM router.tickets")).ShouldBe("new");
    }

    [Fact]
    public async Task A_post_that_was_no_work_is_waited_for_no_longer_and_the_ticket_is_called_after_the_others()
    {
        await using var world = await BeginAsync(postgres);
        var joke = world.Post("ann", "p1", needsReview: true);
        await world.RouteAsync(joke);
        world.Time.Advance(TimeSpan.FromMinutes(25));
        var asked = world.Now;
        await world.RouteAsync(world.Post("ann", "p2", Label.Question));
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await RelabelAsync(world, joke, Label.Other);

        var left = await world.TicketAsync(ticket);
        (left.Status, left.Label, left.NeedsReview, left.OldestUnansweredAt).ShouldBe(
            ("new", "question", false, asked)
        );
        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        (clock.State, clock.StartedAt).ShouldBe(("running", asked));
        (await world.ReplayAsync(ticket)).UnansweredSince.ShouldBe(asked);
    }

    [Fact]
    public async Task Where_only_what_was_no_work_waited_nothing_waits()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, ticket) = (await world.PersonAsync(), await world.OpenAsync());
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(ticket, agent);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        var joke = world.Post("ann", "p2");
        await world.RouteAsync(joke);
        (await world.ClockAsync(ticket, ClockKind.NextResponse, 2)).State.ShouldBe("running");

        await RelabelAsync(world, joke, Label.Other);

        (await world.ClockAsync(ticket, ClockKind.NextResponse, 2)).State.ShouldBe("cancelled");
        (await world.TicketAsync(ticket)).OldestUnansweredAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_look_that_confirms_the_label_ends_the_need_for_review()
    {
        await using var world = await BeginAsync(postgres);
        var post = world.Post("ann", "p1", needsReview: true, confidence: 0.5);
        await world.RouteAsync(post);

        await RelabelAsync(world, post, Label.Complaint);

        (await world.OneAsync<bool>("SELECT needs_review FROM router.tickets")).ShouldBeFalse();
        (await world.OneAsync<bool>("SELECT needs_review FROM router.mentions")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_a_blocked_author_wrote_is_corrected_and_is_nobodys_work()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync();
        var post = world.Post("ann", "rant", Label.Other, tier: AuthorTier.Blocked);
        await world.RouteAsync(post);

        var corrected = await RelabelAsync(world, post, Label.Complaint);

        corrected!.Label.ShouldBe(Label.Complaint);
        (
            await world.OneAsync<long?>(
                "SELECT ticket_id FROM router.mentions WHERE mention_id = @id",
                new { id = post.Mention.MentionId }
            )
        ).ShouldBeNull();
        (await world.OneAsync<int>("SELECT mention_count FROM router.tickets")).ShouldBe(1);
    }

    [Fact]
    public async Task Praise_that_an_author_was_asked_about_stays_with_marketing()
    {
        await using var world = await BeginAsync(postgres);
        var post = world.Post("ann", "lovely", Label.Praise);
        await world.RouteAsync(post);
        await world.SqlAsync(
            """
            INSERT INTO router.praise_requests (
                   request_id, praise_id, asked_by, asked_at, scopes, territory, wording, template, language, status)
            SELECT gen_random_uuid(), praise_id, @by, @now, '{}', '{}', 'May we?', 'May we?', 'en', 'failed'
              FROM router.praise
            """,
            new { by = Giving_out_work.IdOf(await world.PersonAsync(Role.Marketing)), now = world.Now }
        );

        await RelabelAsync(world, post, Label.Complaint);

        (await world.OneAsync<string>("SELECT status FROM router.praise")).ShouldBe("found");
        (await world.OneAsync<long>("SELECT count(*) FROM router.tickets")).ShouldBe(1);
    }

    [Fact]
    public async Task Who_does_not_see_the_queue_finds_no_mention()
    {
        await using var world = await BeginAsync(postgres);
        var post = world.Post("ann", "p1");
        await world.RouteAsync(post);
        var outsider = Caller.From(await world.PersonAsync(member: false));

        (
            await world
                .Get<MentionRelabel>()
                .RunAsync(post.Mention.MentionId, new RelabelRequest(Label.Other, null), null, outsider, Stop)
        ).Mention.ShouldBeNull();
    }

    [Fact]
    public async Task To_praise_puts_a_post_on_marketings_board_unless_it_is_gone_from_its_platform()
    {
        await using var world = await BeginAsync(postgres);
        var (kept, gone) = (world.Post("ann", "kept", Label.Other), world.Post("ben", "gone", Label.Other));
        await world.RouteAsync(kept, gone);
        await using var provider = new ServiceCollection()
            .AddSingleton(world.Get<NpgsqlDataSource>())
            .AddSingleton<TimeProvider>(world.Time)
            .AddMassTransitTestHarness(bus => bus.AddConsumer<MentionsWithdrawnConsumer, MentionsWithdrawnDefinition>())
            .BuildServiceProvider(validateScopes: true);
        var harness = provider.GetRequiredService<ITestHarness>();
        await harness.Start();
        await harness.Bus.Publish(
            new MentionsWithdrawn([new WithdrawnMention(gone.Mention.MentionId, WithdrawalReason.PostDeleted)]),
            Stop
        );
        (await harness.Consumed.Any<MentionsWithdrawn>(Stop)).ShouldBeTrue();

        await RelabelAsync(world, kept, Label.Praise);
        await RelabelAsync(world, gone, Label.Praise);

        (await world.ListAsync<Guid>("SELECT mention_id FROM router.praise")).ShouldBe([kept.Mention.MentionId]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_leaves_a_closed_ticket_stands_under_no_post_of_it_nor_any_of_it_under_that(int leaves)
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync("ann");
        await world.ReplyAsync(ticket, await world.PersonAsync(Role.Lead), "resolve");
        const string Thanks = "Thank you so much, the new one came today and works.";
        ClassifiedMention[] posts =
        [
            world.Post("ann", "thanks", Label.Praise, text: Thanks),
            world.Post("ann", "again", Label.Praise, text: Thanks + "!"),
        ];
        foreach (var post in posts)
        {
            await world.RouteAsync(post);
        }

        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions WHERE folded_into IS NOT NULL")).ShouldBe(1);
        world.Time.Advance(TimeSpan.FromDays(7));
        await world.Get<TicketCloser>().CloseDueAsync(Stop);
        world.Time.Advance(TimeSpan.FromDays(8));
        var next = await world.OpenAsync("ann");
        next.ShouldNotBe(ticket);

        var moved = await RelabelAsync(world, posts[leaves], Label.Complaint);

        moved!.TicketNumber.ShouldBe(TicketNumber.Of(next));
        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions WHERE folded_into IS NOT NULL")).ShouldBe(0);
    }

    private static async Task<MentionView?> RelabelAsync(RouterWorld world, ClassifiedMention post, Label label) =>
        (
            await world
                .Get<MentionRelabel>()
                .RunAsync(
                    post.Mention.MentionId,
                    new RelabelRequest(label, "looked at it"),
                    null,
                    Caller.From(await world.PersonAsync()),
                    Stop
                )
        ).Mention;
}
