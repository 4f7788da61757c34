using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.Giving_out_work;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>What was given to somebody who does not open it goes back to the queue, its clocks running.</summary>
public sealed class Tickets_that_are_not_opened(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Timers = "SELECT count(*) FROM router.return_timers";

    [Fact]
    public async Task It_goes_back_in_time_and_to_somebody_else_and_the_clocks_run_on()
    {
        await using var world = await BeginAsync(postgres);
        await AskAsync(world, new QueueAssignment { ReturnAfterMinutes = 10 });
        var first = await world.PersonAsync();
        var ticket = await world.OpenAsync();
        await DrainAsync(world);
        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);

        world.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromSeconds(1));
        (await ReturnAsync(world)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        (await ReturnAsync(world)).ShouldBe(1);

        (await world.TicketAsync(ticket)).AssigneeId.ShouldBeNull();
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).ShouldBeEquivalentTo(clock);
        (
            await world.OneAsync<(Guid AgentId, string Reason, Instant ReturnedAt)>(
                "SELECT agent_id, reason, returned_at FROM router.returns"
            )
        ).ShouldBe((IdOf(first), "not opened in time", world.Now));
        (await world.OneAsync<long>(Timers)).ShouldBe(0);
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(0);

        (await DrainAsync(world)).ShouldBe(0, "not to the same person again at once");
        var second = await world.PersonAsync();
        (await DrainAsync(world)).ShouldBe(1);
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(IdOf(second));
        (await world.ReplayAsync(ticket)).AssigneeId.ShouldBe(IdOf(second));
    }

    [Fact]
    public async Task Where_there_is_nobody_else_the_same_person_gets_it_again_after_a_rest()
    {
        await using var world = await BeginAsync(postgres);
        await AskAsync(world, new QueueAssignment { ReturnAfterMinutes = 10 });
        await world.PersonAsync();
        await world.OpenAsync();
        await DrainAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await ReturnAsync(world);

        world.Time.Advance(QueueDrain.ReturnRest.ToTimeSpan());

        (await DrainAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_has_opened_it_or_done_anything_to_it_keeps_it()
    {
        await using var world = await BeginAsync(postgres);
        await AskAsync(world, new QueueAssignment { ReturnAfterMinutes = 10 });
        var person = await world.PersonAsync();
        var (opened, noted) = (await world.OpenAsync("ann"), await world.OpenAsync("bob"));
        await DrainAsync(world);
        (await world.OneAsync<long>(Timers)).ShouldBe(2);

        await AcceptEndpoint.HandleAsync(opened, null, person, world.Get<TicketDesk>(), Stop);
        await NoteEndpoint.HandleAsync(noted, new NoteRequest("Seen."), null, person, world.Get<TicketDesk>(), Stop);

        (await world.OneAsync<long>(Timers)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromHours(1));
        (await ReturnAsync(world)).ShouldBe(0);
    }

    [Fact]
    public async Task What_a_lead_gives_by_hand_must_be_opened_too_and_what_one_takes_oneself_need_not()
    {
        await using var world = await BeginAsync(postgres);
        var (lead, person) = (await world.PersonAsync(Role.Lead, capacity: 0), await world.PersonAsync(capacity: 0));
        var (given, taken) = (await world.OpenAsync("ann"), await world.OpenAsync("bob"));

        await AssignAsync(world, given, lead, IdOf(person));
        await AssignAsync(world, taken, person, IdOf(person));

        (await world.ListAsync<long>("SELECT ticket_id FROM router.return_timers")).ShouldBe([given]);
    }

    [Fact]
    public async Task Only_the_open_hours_of_the_queue_count()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync("UPDATE router.queues SET calendar_id = @OfficeHours", new { RouterDefaults.OfficeHours });
        await AskAsync(world, new QueueAssignment { ReturnAfterMinutes = 20 });
        await world.PersonAsync();
        // Friday, ten to six.
        world.Time.Advance(new TimeSpan(7, 50, 0));
        await world.OpenAsync();
        await DrainAsync(world);

        // Monday, ten past nine.
        (await world.OneAsync<Instant>("SELECT next_fire_at FROM router.return_timers")).ShouldBe(
            Instant.FromUtc(2026, 6, 8, 1, 10)
        );
    }

    [Fact]
    public async Task Two_routers_return_a_ticket_once()
    {
        await using var world = await BeginAsync(postgres);
        await world.PersonAsync(capacity: 500);
        await world.RouteAsync([.. Enumerable.Range(0, 300).Select(n => world.Post($"author-{n}", $"p{n}"))]);
        (await DrainAsync(world)).ShouldBe(300);
        world.Time.Advance(TimeSpan.FromMinutes(30));
        var others = Enumerable.Range(0, 3).Select(_ => world.AddRouter().GetRequiredService<UnopenedTickets>());

        await Task.WhenAll(
            others.Select(unopened =>
                Task.Run(
                    async () =>
                    {
                        while (await unopened.ReturnDueAsync(Stop) > 0)
                        {
                            // Until nothing is due.
                        }
                    },
                    Stop
                )
            )
        );
        await ReturnAsync(world);

        (await world.OneAsync<long>("SELECT count(*) FROM router.returns")).ShouldBe(300);
        (await world.OneAsync<long>("SELECT count(*) FROM router.events WHERE kind = 'unassigned'")).ShouldBe(300);
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(0);
        (await world.OneAsync<long>(Timers)).ShouldBe(0);
    }

    [Fact]
    public async Task A_reopened_ticket_goes_to_its_last_agent_only_on_shift_and_at_most_one_over_their_capacity()
    {
        await using var world = await BeginAsync(postgres);
        var (off, full, free) = (
            await world.PersonAsync(),
            await world.PersonAsync(capacity: 1),
            await world.PersonAsync()
        );
        await ShiftAsync(world, off, "18:00", "22:00");
        var lead = await world.PersonAsync(Role.Lead, capacity: 0);
        var tickets = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (author, person) in new[] { ("a1", off), ("b1", full), ("b2", full), ("b3", full), ("c1", free) })
        {
            tickets[author] = await world.OpenAsync(author);
            await AssignAsync(world, tickets[author], lead, IdOf(person));
            await world.ResolveAsync(tickets[author], person);
        }

        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync([.. tickets.Keys.Select(author => world.Post(author, $"{author}-again"))]);

        var assignees = new Dictionary<string, Guid?>(StringComparer.Ordinal);
        foreach (var (author, ticket) in tickets)
        {
            assignees[author] = (await world.TicketAsync(ticket)).AssigneeId;
            (await world.TicketAsync(ticket)).Cycle.ShouldBe(2);
        }

        assignees["a1"].ShouldBeNull();
        assignees["c1"].ShouldBe(IdOf(free));
        new[] { "b1", "b2", "b3" }.Count(author => assignees[author] == IdOf(full)).ShouldBe(2);
        (
            await world.OneAsync<int>(
                "SELECT open_tickets FROM router.agents WHERE agent_id = @id",
                new { id = IdOf(full) }
            )
        ).ShouldBe(2);
    }

    [Fact]
    public async Task A_reopened_ticket_that_its_agent_does_not_open_goes_back_as_a_new_one_does()
    {
        await using var world = await BeginAsync(postgres);
        await AskAsync(world, new QueueAssignment { ReturnAfterMinutes = 10 });
        var agent = await world.PersonAsync();
        var (ignored, opened) = (await world.OpenAsync("ann"), await world.OpenAsync("bob"));
        foreach (var ticket in new[] { ignored, opened })
        {
            await world.ReplyAsync(ticket, agent, "resolve");
        }

        world.Time.Advance(TimeSpan.FromHours(2));
        await world.RouteAsync(world.Post("ann", "ann-again"), world.Post("bob", "bob-again"));
        var given = world.Now;
        await AcceptEndpoint.HandleAsync(opened, null, agent, world.Get<TicketDesk>(), Stop);

        (await world.TicketAsync(ignored)).AssigneeId.ShouldBe(IdOf(agent));
        (
            await world.ListAsync<(long Ticket, Guid Agent, Instant GivenAt, Instant Due)>(
                "SELECT ticket_id, agent_id, given_at, next_fire_at FROM router.return_timers"
            )
        ).ShouldBe([(ignored, IdOf(agent), given, given + Duration.FromMinutes(10))]);
        var clock = await world.ClockAsync(ignored, ClockKind.NextResponse, 2);
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await ReturnAsync(world);

        (await world.TicketAsync(ignored)).AssigneeId.ShouldBeNull();
        (await world.TicketAsync(opened)).AssigneeId.ShouldBe(IdOf(agent));
        (await world.ClockAsync(ignored, ClockKind.NextResponse, 2)).ShouldBeEquivalentTo(clock);
        (await DrainAsync(world)).ShouldBe(0, "not to the same person again at once");
        (await world.ReplayAsync(ignored)).AssigneeId.ShouldBeNull();
    }

    [Fact]
    public async Task Who_takes_a_ticket_up_again_by_hand_has_opened_it()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var ticket = await world.OpenAsync();
        await world.ReplyAsync(ticket, agent, "resolve");
        world.Time.Advance(TimeSpan.FromMinutes(1));

        await ReopenEndpoint.HandleAsync(
            ticket,
            new ReopenRequest("they telephoned"),
            null,
            agent,
            world.Get<TicketDesk>(),
            world.Get<RuleBooks>(),
            Stop
        );

        (await world.TicketAsync(ticket)).Status.ShouldBe("reopened");
        (await world.OneAsync<long>(Timers)).ShouldBe(0);
    }

    private static Task<int> ReturnAsync(RouterWorld world) => world.Get<UnopenedTickets>().ReturnDueAsync(Stop);
}
