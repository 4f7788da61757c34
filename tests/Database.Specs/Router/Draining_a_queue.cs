using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Draining_a_queue(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Waiting = 400;

    private const string GivenTwice = """
        SELECT ticket_id FROM router.events WHERE kind = 'assigned' GROUP BY ticket_id HAVING count(*) > 1
        """;

    private const string LoadIsWrong = """
        SELECT a.name
          FROM router.agents a
         WHERE a.open_tickets <> (SELECT count(*) FROM router.tickets t
                                   WHERE t.assignee_id = a.agent_id AND t.status NOT IN ('resolved', 'closed'))
        """;

    private const string Unassigned = """
        SELECT ticket_id FROM router.tickets WHERE assignee_id IS NULL
        """;

    [Fact]
    public async Task Four_routers_fill_everybody_to_their_capacity_and_nobody_beyond_it()
    {
        await using var world = await BeginAsync(postgres);
        await FillAsync(world);
        var capacities = Enumerable.Range(1, 12).Select(number => number * 3).ToArray();
        foreach (var capacity in capacities)
        {
            await world.PersonAsync(capacity: capacity);
        }

        var given = await DrainTogetherAsync(world);

        given.ShouldBe(capacities.Sum());
        (await world.ListAsync<int>("SELECT open_tickets FROM router.agents ORDER BY capacity")).ShouldBe(capacities);
        (await world.ListAsync<string>(LoadIsWrong)).ShouldBeEmpty();
        (await world.ListAsync<long>(GivenTwice)).ShouldBeEmpty();
        (await world.OneAsync<long>("SELECT count(*) FROM router.events WHERE kind = 'assigned'")).ShouldBe(given);
        (
            await world.ListAsync<long>(
                "SELECT ticket_id FROM router.tickets WHERE assignee_id IS NOT NULL ORDER BY ticket_id"
            )
        ).ShouldBe(
            await world.ListAsync<long>(
                """
                SELECT ticket_id FROM (SELECT ticket_id FROM router.tickets ORDER BY next_due_at LIMIT @given) AS nearest
                 ORDER BY ticket_id
                """,
                new { given }
            ),
            "nearest due first"
        );
    }

    [Fact]
    public async Task Nothing_waits_while_somebody_has_room()
    {
        await using var world = await BeginAsync(postgres);
        await FillAsync(world);
        for (var number = 0; number < 12; number++)
        {
            await world.PersonAsync(capacity: number * 10);
        }

        (await DrainTogetherAsync(world)).ShouldBe(Waiting);

        (await world.ListAsync<long>(Unassigned)).ShouldBeEmpty();
        (await world.ListAsync<string>(LoadIsWrong)).ShouldBeEmpty();
        (await world.ListAsync<long>(GivenTwice)).ShouldBeEmpty();
        (await world.OneAsync<int>("SELECT max(open_tickets - capacity) FROM router.agents")).ShouldBeLessThanOrEqualTo(
            0
        );
    }

    [Fact]
    public async Task Who_works_two_queues_gets_no_more_than_their_capacity_from_both()
    {
        await using var world = await BeginAsync(postgres);
        await FillAsync(world);
        var second = await world.AddQueueAsync("Second");
        await world.SqlAsync("UPDATE router.tickets SET queue_id = @second WHERE ticket_id % 2 = 0", new { second });
        for (var number = 0; number < 6; number++)
        {
            await world.PersonAsync(capacity: 7);
        }

        await world.SqlAsync(
            "INSERT INTO router.queue_members SELECT @second, agent_id FROM router.agents",
            new { second }
        );

        (await DrainTogetherAsync(world, RouterDefaults.Support, second)).ShouldBe(42);

        (await world.ListAsync<int>("SELECT DISTINCT open_tickets FROM router.agents")).ShouldBe([7]);
        (await world.ListAsync<string>(LoadIsWrong)).ShouldBeEmpty();
        (await world.ListAsync<long>(GivenTwice)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_not_there_gets_nothing()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync();
        await world.PersonAsync(online: false);

        (await DrainAsync(world)).ShouldBe(0);
        await world.SqlAsync("UPDATE router.agents SET online = true");
        (await DrainAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_snoozed_is_given_to_nobody_until_it_wakes()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync();
        await world.PersonAsync();
        await world.SqlAsync("UPDATE router.tickets SET snoozed = true");

        (await DrainAsync(world)).ShouldBe(0);

        await world.SqlAsync("UPDATE router.tickets SET snoozed = false");
        (await DrainAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_resolves_a_ticket_has_room_for_the_next()
    {
        await using var world = await BeginAsync(postgres);
        var second = await world.OpenAsync("bob");
        var first = await world.OpenAsync("ann", ago: TimeSpan.FromMinutes(5));
        var person = await world.PersonAsync(capacity: 1);
        (await DrainAsync(world)).ShouldBe(1);
        (await world.ListAsync<long>(Unassigned)).ShouldBe([second]);
        (await DrainAsync(world)).ShouldBe(0);

        await world.ResolveAsync(first, person);

        (await DrainAsync(world)).ShouldBe(1);
        (await world.TicketAsync(second)).AssigneeId.ShouldBe(IdOf(person));
    }

    [Fact]
    public async Task Who_answered_the_author_last_gets_the_ticket_one_over_their_capacity_at_most()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead, capacity: 0);
        var (known, other) = (await world.PersonAsync(capacity: 1), await world.PersonAsync(capacity: 20));
        var tickets = new List<long>();
        foreach (var (author, minutes) in new[] { ("ann", 9), ("bob", 6), ("eve", 3) })
        {
            var ticket = await world.OpenAsync(author, TimeSpan.FromMinutes(minutes));
            await world.ReplyAsync(ticket, known);
            await AssignEndpoint.HandleAsync(
                ticket,
                new AssignRequest(null, null),
                null,
                lead,
                world.Get<TicketDesk>(),
                Stop
            );
            tickets.Add(ticket);
        }

        (await DrainAsync(world)).ShouldBe(3);

        var assignees = new List<Guid?>();
        foreach (var ticket in tickets)
        {
            assignees.Add((await world.TicketAsync(ticket)).AssigneeId);
        }

        assignees.ShouldBe([IdOf(known), IdOf(known), IdOf(other)]);
    }

    private static Task<int> DrainAsync(RouterWorld world) =>
        world.Get<QueueDrain>().RunAsync(RouterDefaults.Support, Stop);

    /// <summary>Four routers, each with its own signals, at every queue at once.</summary>
    private static async Task<int> DrainTogetherAsync(RouterWorld world, params Guid[] queues)
    {
        var drains = Enumerable.Range(0, 4).Select(_ => world.AddRouter().GetRequiredService<QueueDrain>()).ToArray();
        Guid[] all = queues.Length == 0 ? [RouterDefaults.Support] : queues;
        var given = await Task.WhenAll(
            drains.SelectMany(drain => all.Select(queue => Task.Run(() => drain.RunAsync(queue, Stop), Stop)))
        );
        return given.Sum();
    }

    /// <summary>As many authors with a complaint each, every one posted, and so due, at another time; the ids do not follow.</summary>
    private static async Task FillAsync(RouterWorld world) =>
        await world.RouteAsync([
            .. Enumerable
                .Range(0, Waiting)
                .Select(number =>
                    world.Post($"author-{number}", $"p{number}", ago: TimeSpan.FromSeconds(1 + (number * 7 % Waiting)))
                ),
        ]);

    private static Guid IdOf(ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue("sub")!);
}
