using System.Security.Claims;
using MassTransit.Testing;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Persons;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;
using Security = TriageMesh.Platform.Security;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A person can be found by channel and id, given all that is kept of them, and taken out for good.</summary>
public sealed class Erasing_a_person(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Secret = "My telephone number is 555-0123, order TB20260001";

    [Fact]
    public async Task What_happened_to_their_ticket_stays_and_leads_to_the_same_state()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await BusyTicketAsync(world);
        var (events, before) = (await world.EventsAsync(ticket), await world.TicketAsync(ticket));

        await EraseAsync(world);

        (await world.EventsAsync(ticket)).ShouldBe(events);
        var (after, replayed) = (await world.TicketAsync(ticket), await world.ReplayAsync(ticket));
        after.ShouldBe(before with { OrderNumber = null });
        (replayed.Status.Wire(), replayed.OrderNumber, replayed.Cycle).ShouldBe((after.Status, null, after.Cycle));
    }

    [Fact]
    public async Task An_open_ticket_ends_with_them_its_clocks_break_nothing_and_whoever_had_it_has_room()
    {
        await using var world = await BeginAsync(postgres);
        await world.RouteAsync(Post(world, "1"));
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        var agent = Caller(await world.PersonAsync());
        await world.SqlAsync(
            """
            UPDATE router.tickets SET status = 'open', assignee_id = @agent;
            UPDATE router.agents SET open_tickets = 1 WHERE agent_id = @agent
            """,
            new { agent }
        );

        await EraseAsync(world);
        world.Time.Advance(TimeSpan.FromDays(3));
        await world.Get<ClockTimers>().FireDueAsync(Stop);

        var after = await world.TicketAsync(ticket);
        (after.Status, after.OldestUnansweredAt, after.NextDueAt).ShouldBe(("closed", null, null));
        (await world.ReplayAsync(ticket)).Status.ShouldBe(TicketStatus.Closed);
        (await world.EventsAsync(ticket)).ShouldContain("author_erased");
        (await world.EventsAsync(ticket)).ShouldNotContain("clock.breach");
        (
            await world.OneAsync<int>(
                "SELECT open_tickets FROM router.agents WHERE open_tickets > 0 UNION ALL SELECT 0"
            )
        ).ShouldBe(0);
        (
            await world.OneAsync<bool>("SELECT a.erased FROM router.tickets JOIN router.authors a USING (author_id)")
        ).ShouldBeTrue();
    }

    [Fact]
    public async Task The_same_posts_once_more_bring_nothing_back_and_a_new_one_is_a_new_case()
    {
        await using var world = await BeginAsync(postgres);
        var (first, late) = (Post(world, "1"), Post(world, "2"));
        await world.RouteAsync(first);
        var erasure = await EraseAsync(world);
        var onTheWay = new[] { late.Mention.MentionId };
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Rows("mentions", 2), onTheWay), Stop);

        await world.RouteAsync(first, late);

        (await world.OneAsync<int>("SELECT count(*)::int FROM router.mentions WHERE text <> ''")).ShouldBe(0);
        (await world.OneAsync<int>("SELECT count(*)::int FROM router.tickets")).ShouldBe(1);

        await world.RouteAsync(Post(world, "3"));

        (await world.OneAsync<int>("SELECT count(*)::int FROM router.tickets")).ShouldBe(2);
    }

    [Fact]
    public async Task A_post_that_was_shown_is_to_be_taken_down()
    {
        await using var world = await BeginAsync(postgres);
        await world.RouteAsync(world.Post("ann-the-author", "p", Label.Praise, text: Secret));
        await world.SqlAsync("UPDATE router.praise SET status = 'posted', was_shown = true");

        await EraseAsync(world);

        (await world.OneAsync<string>("SELECT status FROM router.praise")).ShouldBe("revoked");
        (await world.OneAsync<string>("SELECT reason FROM router.takedowns")).ShouldBe("author_erased");
    }

    [Fact]
    public async Task It_is_done_when_every_service_has_answered_and_who_it_was_is_forgotten_then()
    {
        await using var world = await BeginAsync(postgres);
        await world.RouteAsync(Post(world, "1"));
        var erasure = await EraseAsync(world);
        erasure.Awaited.ShouldBe(["classifier", "ingest"]);
        erasure.Done.Single().Service.ShouldBe("router");

        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "classifier", Rows("corrections", 1), []), Stop);
        (await FindAsync(world, erasure.Id)).FinishedAt.ShouldBeNull();
        await world.Get<Erasures>().AnswerAsync(new(erasure.Id, "ingest", Rows("mentions", 1), []), Stop);

        var done = await FindAsync(world, erasure.Id);
        done.FinishedAt.ShouldNotBeNull();
        done.Done.Select(one => one.Service).ShouldBe(["classifier", "ingest", "router"]);
        done.Done[1].Erased.GetProperty("mentions").GetInt32().ShouldBe(1);
        (await world.OneAsync<string?>("SELECT author_id FROM router.erasures")).ShouldBeNull();
    }

    [Fact]
    public async Task While_a_reply_to_them_is_still_to_be_sent_nothing_is_erased()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await BusyTicketAsync(world);
        await world.SqlAsync("UPDATE router.replies SET published_at = NULL");

        var answer = await PersonEndpoints.EraseAsync(
            new ErasePerson("weibo", "ann-the-author"),
            await world.PersonAsync(Role.Admin),
            world.Get<Erasures>(),
            world.Get<ErasureList>(),
            Stop
        );

        answer.Result.ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(409);
        (await world.TicketAsync(ticket)).OrderNumber.ShouldNotBeNull();
    }

    [Fact]
    public async Task They_are_found_with_what_is_kept_in_which_table()
    {
        await using var world = await BeginAsync(postgres);
        await BusyTicketAsync(world);

        var found = await PersonEndpoints.FindAsync(
            world.Get<Npgsql.NpgsqlDataSource>(),
            Stop,
            "weibo",
            "ann-the-author"
        );

        var person = found.Result.ShouldBeOfType<Ok<KeptOfPerson>>().Value!;
        person.Handles.ShouldBe(["ann-the-author"]);
        (person.Rows["mentions"], person.Rows["tickets"], person.Rows["replies"], person.Rows["notes"]).ShouldBe(
            (1, 1, 1, 1)
        );
    }

    private static ClassifiedMention Post(RouterWorld world, string id) =>
        world.Post("ann-the-author", id, text: Secret);

    private static Dictionary<string, int> Rows(string what, int rows) => new(StringComparer.Ordinal) { [what] = rows };

    /// <summary>A ticket with an order number, a reply, a note, and reasons that people gave.</summary>
    private static async Task<long> BusyTicketAsync(RouterWorld world)
    {
        await world.RouteAsync(Post(world, "1"));
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets");
        await world.SqlAsync("UPDATE router.tickets SET order_number = 'TB20260001' WHERE order_number IS NULL");
        var person = await world.PersonAsync();
        await world.ReplyAsync(ticket, person);
        await world.SqlAsync("UPDATE router.replies SET published_at = now(), text = 'Dear ann-the-author'");
        var id = Caller(person);
        await world.SqlAsync(
            "INSERT INTO router.notes VALUES (gen_random_uuid(), @ticket, @id, 'ann-the-author called', now())",
            new { ticket, id }
        );
        await world.ResolveAsync(ticket, person, "said by a person: ann-the-author is content");
        return ticket;
    }

    private static Guid Caller(ClaimsPrincipal person) => Security.Caller.From(person).Id;

    internal static async Task<ErasureView> EraseAsync(RouterWorld world, string author = "ann-the-author") =>
        (
            await PersonEndpoints.EraseAsync(
                new ErasePerson("weibo", author),
                await world.PersonAsync(Role.Admin),
                world.Get<Erasures>(),
                world.Get<ErasureList>(),
                Stop
            )
        )
            .Result.ShouldBeOfType<Accepted<ErasureView>>()
            .Value!;

    private static async Task<ErasureView> FindAsync(RouterWorld world, Guid id) =>
        (await world.Get<ErasureList>().FindAsync(id, Stop)).ShouldNotBeNull();
}
