using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Authors;
using TriageMesh.Router.OrderPatterns;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Authors_orders_and_copies(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_blocked_author_makes_no_work_and_whatever_the_platform_says_stays_blocked_until_a_person_undoes_it()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync("ann");
        await TierAsync(world, AuthorTier.Blocked);
        await world.ResolveAsync(1001, await world.PersonAsync());

        await world.RouteAsync(world.Post("ann", "p2", tier: AuthorTier.Vip));

        (await world.OneAsync<long>("SELECT count(*) FROM router.tickets")).ShouldBe(1);
        (
            await world.OneAsync<bool>("SELECT ticket_id IS NULL FROM router.mentions WHERE external_id = 'p2'")
        ).ShouldBeTrue();
        var listed = await AuthorEndpoints.ListAsync(Source(world), "blocked", null, null, Stop);
        listed.Result.ShouldBeOfType<Ok<Page<ListedAuthor>>>().Value!.Items.ShouldHaveSingleItem().Mentions.ShouldBe(2);
        (
            await world.OneAsync<string>(
                "SELECT from_tier || '>' || to_tier || ' ' || reason FROM router.author_changes"
            )
        ).ShouldBe("standard>blocked known to us");

        await TierAsync(world, AuthorTier.Standard);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync(world.Post("ann", "p3"));
        (await world.TicketAsync(1001)).Status.ShouldBe("reopened");
    }

    [Fact]
    public async Task A_vip_is_under_the_vip_policy_from_that_moment_on()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync("ann");

        await TierAsync(world, AuthorTier.Vip);

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).TargetSeconds.ShouldBe(15 * 60);
        (await world.EventsAsync(ticket)).ShouldContain("author_tier");
    }

    [Fact]
    public async Task What_the_platform_says_of_an_author_holds_for_all_that_they_have_open()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync();
        await Splitting_and_merging.PostedAsync(world, "ann", "p1");
        var ticket = await Splitting_and_merging.PostedAsync(world, "ann", "p2");
        var apart = await Splitting_and_merging.SplitAsync(world, ticket, person, "p2");
        var other = await world.OpenAsync("bob");
        var before = await world.ClockAsync(ticket, ClockKind.FirstResponse);

        await world.RouteAsync(world.Post("ann", "p3", tier: AuthorTier.Media));

        foreach (var open in new[] { ticket, apart })
        {
            var clock = await world.ClockAsync(open, ClockKind.FirstResponse);
            (clock.StartedAt, clock.TargetSeconds).ShouldBe((before.StartedAt, 15 * 60));
            (await world.EventsAsync(open)).Count(kind => kind == "author_tier").ShouldBe(1);
            (await world.ReplayAsync(open)).Version.ShouldBe((await world.TicketAsync(open)).Version);
        }

        (await world.EventsAsync(other)).ShouldNotContain("author_tier");
        await world.RouteAsync(world.Post("ann", "p4", tier: AuthorTier.Media), world.Post("ann", "p5"));
        (await world.EventsAsync(ticket)).Count(kind => kind == "author_tier").ShouldBe(1, "it is so already");
    }

    [Fact]
    public async Task Order_numbers_are_found_by_the_accounts_own_pattern_and_corrected_by_people()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead);
        var put = await OrderPatternEndpoints.PutAsync(
            "weibo",
            "brand",
            new OrderPatternRequest(@"\b(ZX[0-9]{4})\b", false),
            null,
            new DefaultHttpContext(),
            lead,
            Source(world),
            world.Get<RuleBooks>(),
            world.Time,
            Stop
        );
        put.Result.ShouldBeOfType<Ok<OrderPatternView>>();

        await world.RouteAsync(world.Post("ann", "p1", text: "where is zx1234?"));
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        (await world.TicketAsync(ticket)).OrderNumber.ShouldBe("ZX1234");

        await OrderNumberEndpoint.HandleAsync(
            ticket,
            new OrderNumberRequest("ZX9999"),
            null,
            lead,
            world.Get<TicketDesk>(),
            Stop
        );
        await world.RouteAsync(world.Post("ann", "p2", text: "I mean zx1235"));

        (await world.TicketAsync(ticket)).OrderNumber.ShouldBe("ZX9999");
        (await world.ReplayAsync(ticket)).OrderNumber.ShouldBe("ZX9999");
    }

    [Theory]
    [InlineData("(unclosed")]
    [InlineData(@"(\d+)\1")]
    [InlineData("(?=x)y")]
    [InlineData("x*")]
    public async Task A_pattern_that_could_hold_the_router_up_or_finds_nothing_is_refused(string pattern)
    {
        await using var world = await BeginAsync(postgres);

        var put = await OrderPatternEndpoints.PutAsync(
            "weibo",
            "brand",
            new OrderPatternRequest(pattern, false),
            null,
            new DefaultHttpContext(),
            await world.PersonAsync(Role.Lead),
            Source(world),
            world.Get<RuleBooks>(),
            world.Time,
            Stop
        );

        put.Result.ShouldBeOfType<ValidationProblem>();
    }

    [Fact]
    public async Task Nearly_the_same_words_are_one_line_with_a_counter()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        await world.RouteAsync(
            world.Post("ann", "p1", ago: TimeSpan.FromMinutes(9), text: "My parcel never arrived, where is it"),
            world.Post("ann", "p2", ago: TimeSpan.FromMinutes(6), text: "MY PARCEL never arrived!! where is it??")
        );
        await world.RouteAsync(
            world.Post("ann", "p3", ago: TimeSpan.FromMinutes(3), text: "my parcel never arrived. Where is it?!"),
            world.Post("ann", "p4", text: "And the other order has not come either")
        );

        await using var connection = await Source(world).OpenConnectionAsync(Stop);
        var scope = await TicketScope.LoadAsync(connection, Caller.From(agent), Stop);
        var timeline = (await world.Get<TicketReader>().FindAsync(connection, 1001, scope, Stop))!.Timeline;

        timeline
            .Where(item => item.Mention is { FoldedInto: null })
            .Select(item => (item.Mention!.ExternalId, item.Copies))
            .ShouldBe([("p1", 2), ("p4", 0)]);
        (await world.TicketAsync(1001)).MentionCount.ShouldBe(4);
    }

    [Fact]
    public async Task A_long_post_that_is_sent_again_later_is_one_line_too()
    {
        await using var world = await BeginAsync(postgres);
        var story = string.Join(' ', Enumerable.Range(1, 200).Select(n => $"On day {n} nobody called."));

        await world.RouteAsync(world.Post("ann", "p1", ago: TimeSpan.FromMinutes(5), text: story));
        await world.RouteAsync(world.Post("ann", "p2", text: story + "!"));

        (await world.OneAsync<long>("SELECT count(*) FROM router.mentions WHERE folded_into IS NOT NULL")).ShouldBe(1);
    }

    [Fact]
    public async Task A_thanks_that_turns_out_to_be_work_is_counted_once()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync("ann");
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync(world.Post("ann", "thanks", Label.Praise));
        (await world.TicketAsync(ticket)).MentionCount.ShouldBe(2);

        await world
            .Get<MentionRelabel>()
            .RunAsync(
                MentionIdentity.For("weibo", "brand", "thanks"),
                new RelabelRequest(Label.Complaint, null),
                null,
                Caller.From(await world.PersonAsync()),
                Stop
            );

        (await world.TicketAsync(ticket)).MentionCount.ShouldBe(2);
    }

    [Fact]
    public async Task A_first_answer_that_never_went_out_leaves_the_credit_to_the_one_that_did()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        var failing = Guid.NewGuid();
        await world.ReplyAsync(ticket, agent, key: failing);
        world.Time.Advance(TimeSpan.FromMinutes(4));
        await world.ReplyAsync(ticket, agent);

        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(failing, Unknown: false, "gone", world.Time.GetUtcNow()), Stop);

        (await world.TicketAsync(ticket)).FirstRepliedAt.ShouldBe(world.Now);
        (await world.ReplayAsync(ticket)).FirstRepliedAt.ShouldBe(world.Now);
    }

    [Theory]
    [InlineData(new[] { Label.Question, Label.Complaint })]
    [InlineData(new[] { Label.Complaint, Label.Question })]
    public async Task A_ticket_is_called_after_its_most_serious_post_whichever_came_first(Label[] order)
    {
        await using var world = await BeginAsync(postgres);
        foreach (var label in order)
        {
            await world.RouteAsync(world.Post("ann", label.Wire(), label));
        }

        var ticket = await world.OneAsync<TicketFacts>("SELECT * FROM router.tickets");

        ticket.Label.ShouldBe("complaint");
        (await world.ClockAsync(ticket.TicketId, ClockKind.FirstResponse)).TargetSeconds.ShouldBe(30 * 60);
    }

    [Fact]
    public async Task The_report_tells_what_made_tickets_come_back()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync("ann"), await world.PersonAsync());
        foreach (var label in new[] { Label.Complaint, Label.Question })
        {
            await world.ResolveAsync(ticket, agent);
            world.Time.Advance(TimeSpan.FromMinutes(1));
            await world.RouteAsync(world.Post("ann", label.Wire(), label));
        }

        await world.ResolveAsync(ticket, agent);
        await ReopenEndpoint.HandleAsync(
            ticket,
            new ReopenRequest("not mended"),
            null,
            agent,
            world.Get<TicketDesk>(),
            world.Get<RuleBooks>(),
            Stop
        );

        var report = (await ReopenReportEndpoint.HandleAsync(Source(world), null, null, null, null, null, Stop)).Value!;

        report
            .Rows.Items.Select(row => (row.Cycle, row.Cause))
            .ShouldBe([(4, "by_person"), (3, "new_question"), (2, "customer_unhappy")]);
        report.Causes.ShouldAllBe(cause => cause.Count == 1);
        report.Rows.Items[0].Reason.ShouldBe("not mended");
    }

    [Fact]
    public async Task Each_cause_of_the_report_opens_the_tickets_that_came_back_because_of_it()
    {
        await using var world = await BeginAsync(postgres);
        var (agent, lead) = (await world.PersonAsync(), await world.PersonAsync(Role.Lead, member: false));
        var tickets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var author in new[] { "ann", "bob", "cleo" })
        {
            tickets[author] = await world.OpenAsync(author);
            await world.ResolveAsync(tickets[author], agent);
        }

        // An hour apart, so that spans can be told by the hour.
        var begin = world.Now;
        var returns = new[] { ("ann", "complaint"), ("bob", "question"), ("ann", "question"), ("cleo", "complaint") };
        foreach (var (author, label) in returns)
        {
            world.Time.Advance(TimeSpan.FromHours(1));
            await world.RouteAsync(
                world.Post(author, $"{author} {label}", label == "question" ? Label.Question : Label.Complaint)
            );
            await world.ResolveAsync(tickets[author], agent);
        }

        foreach (var (first, last) in new[] { (1, 4), (1, 2), (2, 3), (3, 4), (4, 4) })
        {
            var from = (begin + Duration.FromHours(first)).ToDateTimeOffset();
            var to = (begin + Duration.FromHours(last + 1)).ToDateTimeOffset();
            var report = (
                await ReopenReportEndpoint.HandleAsync(Source(world), from, to, null, null, null, Stop)
            ).Value!;
            var asked = ListedTickets.Blank with { From = from, To = to };
            foreach (var cause in new[] { "customer_unhappy", "new_question", "any" })
            {
                var label = cause == "new_question" ? "question" : "complaint";
                var came = returns[(first - 1)..last].Where(one => cause == "any" || one.Item2 == label).ToList();
                (await world.OpenAsync(lead, asked with { Reopened = cause })).ShouldBe(
                    came.Select(one => tickets[one.Item1]).Distinct().OrderDescending()
                );
                report
                    .Causes.Where(row => cause == "any" || row.Cause == cause)
                    .Sum(row => row.Count)
                    .ShouldBe(came.Count);
            }

            (await world.OpenAsync(lead, asked with { Reopened = "by_person" })).ShouldBeEmpty();
        }
    }

    private static async Task TierAsync(RouterWorld world, AuthorTier tier) =>
        (
            await AuthorEndpoints.PutTierAsync(
                new AuthorTierRequest("weibo", "brand", "ann", tier, "known to us"),
                null,
                await world.PersonAsync(Role.Lead),
                world.Get<AuthorTiers>(),
                Stop
            )
        ).Result.ShouldBeOfType<NoContent>();

    private static NpgsqlDataSource Source(RouterWorld world) => world.Get<NpgsqlDataSource>();
}
