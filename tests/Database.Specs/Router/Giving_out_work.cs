using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Assignment;
using TriageMesh.Domain.Calendars;
using TriageMesh.Router;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Team;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Who is given what: shifts, presence, skills, rates, and the lane where nobody is.</summary>
public sealed class Giving_out_work(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Who_is_off_shift_gets_nothing_until_the_shift_begins()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync();
        await ShiftAsync(world, person, "12:00", "20:00");
        var ticket = await world.OpenAsync();

        (await DrainAsync(world)).ShouldBe(0);
        var waiting = (await StaffAsync(world)).Single();
        (waiting.Present, waiting.OnShift).ShouldBe((true, false));
        waiting.NextShiftAt.ShouldBe(Start.AddHours(2));

        world.Time.Advance(TimeSpan.FromHours(2));
        (await DrainAsync(world)).ShouldBe(1);
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(IdOf(person));
    }

    [Fact]
    public async Task A_lead_who_changes_a_shift_has_the_queues_of_that_agent_drained()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync();
        world.Get<Signals>().TakeAgents();

        await ShiftAsync(world, person, "08:00", "20:00");

        world.Get<Signals>().TakeAgents().ShouldBe([IdOf(person)]);
    }

    [Fact]
    public async Task Who_gives_no_sign_of_life_is_given_nothing_more_and_is_marked_as_away()
    {
        await using var world = await BeginAsync(postgres);
        var (person, presence) = (await world.PersonAsync(), world.Get<Presence>());
        await presence.SetAsync(IdOf(person), online: true, Stop);
        world.Time.Advance(TimeSpan.FromSeconds(90));
        (await presence.BeatAsync(IdOf(person), Stop)).ShouldBe(world.Now + Duration.FromMinutes(2));
        world.Time.Advance(TimeSpan.FromSeconds(90));
        await world.OpenAsync("ann");
        (await DrainAsync(world)).ShouldBe(1, "the second sign of life was 90 s ago");

        // The laptop is closed.
        world.Time.Advance(TimeSpan.FromSeconds(31));
        await world.OpenAsync("bob");

        (await DrainAsync(world)).ShouldBe(0, "before anybody has looked at who is there");
        (await presence.ExpireAsync(Stop)).ShouldBe(1);
        (await world.OneAsync<bool>("SELECT online FROM router.agents")).ShouldBeFalse();
        (await presence.BeatAsync(IdOf(person), Stop)).ShouldBeNull("a sign of life brings nobody back");
        await presence.SetAsync(IdOf(person), online: true, Stop);
        (await DrainAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task The_skills_of_the_queue_are_asked_for_and_given_up_when_nobody_has_them()
    {
        await using var world = await BeginAsync(postgres);
        await AskAsync(world, new QueueAssignment { Skills = ["refunds"] });
        var (skilled, other) = (await world.PersonAsync(capacity: 1), await world.PersonAsync(capacity: 9));
        await world.SqlAsync(
            "UPDATE router.agents SET skills = '{refunds}' WHERE agent_id = @id",
            new { id = IdOf(skilled) }
        );
        var first = await world.OpenAsync("ann", TimeSpan.FromMinutes(2));
        var second = await world.OpenAsync("bob");

        (await DrainAsync(world)).ShouldBe(2);

        (await world.TicketAsync(first)).AssigneeId.ShouldBe(IdOf(skilled));
        (await world.TicketAsync(second)).AssigneeId.ShouldBe(IdOf(other));
        (await CausesAsync(world, second)).ShouldBe(["nobody with the skill had room"]);
    }

    [Fact]
    public async Task An_agent_gets_no_more_in_a_window_than_their_rate_and_the_queues_allow()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync();
        await world.SqlAsync("UPDATE router.agents SET rate_limit = 3, rate_minutes = 10");
        await AskAsync(world, new QueueAssignment { Rate = new RateView(2, 5) });
        for (var number = 0; number < 6; number++)
        {
            await world.OpenAsync($"author-{number}");
        }

        (await DrainAsync(world)).ShouldBe(2, "the queue allows two in five minutes");
        (await DrainAsync(world)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromMinutes(5));
        (await DrainAsync(world)).ShouldBe(1, "the agent has had two of three in ten minutes");
        world.Time.Advance(TimeSpan.FromMinutes(5));
        (await DrainAsync(world)).ShouldBe(2);

        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(5);
        (await world.ListAsync<Guid>("SELECT DISTINCT agent_id FROM router.given")).ShouldBe([IdOf(person)]);
    }

    [Fact]
    public async Task Four_routers_at_once_keep_the_rate_too()
    {
        await using var world = await BeginAsync(postgres);
        await AskAsync(world, new QueueAssignment { Rate = new RateView(7, 60) });
        for (var number = 0; number < 6; number++)
        {
            await world.PersonAsync(capacity: 50);
        }

        await world.RouteAsync([.. Enumerable.Range(0, 200).Select(n => world.Post($"author-{n}", $"p{n}"))]);
        var drains = Enumerable.Range(0, 4).Select(_ => world.AddRouter().GetRequiredService<QueueDrain>());

        var given = await Task.WhenAll(
            drains.Select(drain => Task.Run(() => drain.RunAsync(RouterDefaults.Support, Stop), Stop))
        );

        given.Sum().ShouldBe(42);
        (await world.ListAsync<int>("SELECT DISTINCT open_tickets FROM router.agents")).ShouldBe([7]);
    }

    [Fact]
    public async Task A_snoozed_ticket_does_not_keep_the_leads_from_hearing_of_the_next()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync(online: false);
        var (asleep, late) = (await world.OpenAsync("ann", TimeSpan.FromMinutes(1)), await world.OpenAsync("bob"));
        await world.SqlAsync("UPDATE router.tickets SET snoozed = true WHERE ticket_id = @asleep", new { asleep });
        await DrainAsync(world);
        var alert = await world.OneAsync<(long TicketId, int Waiting)>(
            "SELECT ticket_id, waiting FROM router.lane_alerts WHERE ended_at IS NULL"
        );
        alert.ShouldBe((late, 1));

        await world.Get<Presence>().SetAsync(IdOf(person), online: true, Stop);
        (await DrainAsync(world)).ShouldBe(1);

        (await world.OneAsync<long>("SELECT count(*) FROM router.lane_alerts WHERE ended_at IS NULL")).ShouldBe(0);
    }

    [Fact]
    public async Task What_somebody_has_who_is_switched_off_goes_back_to_its_queue()
    {
        await using var world = await BeginAsync(postgres);
        var (gone, ticket) = (await world.PersonAsync(), await world.OpenAsync());
        await DrainAsync(world);
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(IdOf(gone));
        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        (await world.Get<SwitchedOffAgents>().ReturnAsync(Stop)).ShouldBe(0);

        await world.SqlAsync("UPDATE router.agents SET active = false, online = false");
        (await world.Get<SwitchedOffAgents>().ReturnAsync(Stop)).ShouldBe(1);

        (await world.TicketAsync(ticket)).AssigneeId.ShouldBeNull();
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).ShouldBeEquivalentTo(clock);
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(0);
        var other = await world.PersonAsync();
        (await DrainAsync(world)).ShouldBe(1);
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(IdOf(other));
        (await world.ReplayAsync(ticket)).AssigneeId.ShouldBe(IdOf(other));
    }

    [Fact]
    public async Task Where_nobody_can_take_a_ticket_the_lead_is_told_once_until_the_lane_was_empty()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync(online: false);
        var first = await world.OpenAsync("ann", TimeSpan.FromMinutes(1));
        var second = await world.OpenAsync("bob");

        await DrainAsync(world);
        await DrainAsync(world);

        var alert = await world.OneAsync<(string Reason, long TicketId, int Waiting)>(
            "SELECT reason, ticket_id, waiting FROM router.lane_alerts WHERE ended_at IS NULL"
        );
        alert.ShouldBe((WireName<WaitReason>.Of(WaitReason.NobodyOnShift), first, 2));
        (await world.EventsAsync(first)).Count(kind => kind == "lead_told").ShouldBe(1);
        (await world.EventsAsync(second)).ShouldNotContain("lead_told");
        const string Nobody = "SELECT count(*) FROM router.events WHERE (data ->> 'nobody_there')::boolean";
        (await world.OneAsync<long>(Nobody)).ShouldBe(1, "the queue has no lead");

        await world.Get<Presence>().SetAsync(IdOf(person), online: true, Stop);
        (await DrainAsync(world)).ShouldBe(2);
        (await world.OneAsync<long>("SELECT count(*) FROM router.lane_alerts WHERE ended_at IS NULL")).ShouldBe(0);

        await world.SqlAsync("UPDATE router.agents SET capacity = 2");
        await world.OpenAsync("eve");
        await DrainAsync(world);
        (await world.OneAsync<string>("SELECT reason FROM router.lane_alerts WHERE ended_at IS NULL")).ShouldBe(
            WireName<WaitReason>.Of(WaitReason.NobodyFree)
        );
    }

    [Fact]
    public async Task A_ticket_in_other_hands_is_passed_over_and_looked_at_again_at_once()
    {
        await using var world = await BeginAsync(postgres);
        var (held, free) = (await world.OpenAsync("ann", TimeSpan.FromMinutes(1)), await world.OpenAsync("bob"));
        await world.PersonAsync();
        world.Get<Signals>().TakeQueues();
        await using (var connection = await postgres.Database.OpenConnectionAsync(Stop))
        await using (var transaction = await connection.BeginTransactionAsync(Stop))
        {
            // As its clocks fire.
            await using var hold = new NpgsqlCommand(
                "SELECT FROM router.tickets WHERE ticket_id = $1 FOR NO KEY UPDATE",
                connection,
                transaction
            );
            hold.Parameters.AddWithValue(held);
            await hold.ExecuteNonQueryAsync(Stop);

            (await DrainAsync(world)).ShouldBe(1);
            (await world.TicketAsync(free)).AssigneeId.ShouldNotBeNull();
            world.Get<Signals>().AnyAgain.ShouldBeTrue();
        }

        world.Get<Signals>().TakeQueues().ShouldBe([RouterDefaults.Support]);
        (await DrainAsync(world)).ShouldBe(1);
        world.Get<Signals>().AnyAgain.ShouldBeFalse();
    }

    [Fact]
    public async Task What_nobody_may_take_does_not_hide_what_somebody_may()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync(capacity: 1000);
        await world.RouteAsync([
            .. Enumerable.Range(0, 250).Select(n => world.Post($"author-{n}", $"p{n}", ago: TimeSpan.FromHours(1))),
        ]);
        await world.SqlAsync(
            """
            INSERT INTO router.returns (ticket_id, agent_id, queue_id, returned_at, reason)
            SELECT ticket_id, @id, queue_id, @now, 'specs' FROM router.tickets
            """,
            new { id = IdOf(person), now = world.Now }
        );
        var late = await world.OpenAsync("late");

        (await DrainAsync(world)).ShouldBe(1);

        (await world.TicketAsync(late)).AssigneeId.ShouldBe(IdOf(person));
    }

    [Fact]
    public async Task Assigning_by_hand_may_exceed_the_capacity_and_counts_towards_it()
    {
        await using var world = await BeginAsync(postgres);
        var (lead, person) = (await world.PersonAsync(Role.Lead, capacity: 0), await world.PersonAsync(capacity: 1));
        var tickets = new[]
        {
            await world.OpenAsync("ann"),
            await world.OpenAsync("bob"),
            await world.OpenAsync("eve"),
        };
        foreach (var ticket in tickets[..2])
        {
            await AssignAsync(world, ticket, lead, IdOf(person));
        }

        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents WHERE capacity = 1")).ShouldBe(2);
        (await DrainAsync(world)).ShouldBe(0);
        await world.ResolveAsync(tickets[0], person);
        (await DrainAsync(world)).ShouldBe(0, "one of one in hand still");
        await world.ResolveAsync(tickets[1], person);
        (await DrainAsync(world)).ShouldBe(1);
    }

    [Fact]
    public async Task Who_resolves_a_ticket_of_one_queue_has_room_for_those_of_another()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync(capacity: 1);
        var ticket = await world.OpenAsync();
        await DrainAsync(world);
        world.Get<Signals>().TakeAgents();

        await world.ResolveAsync(ticket, person);

        world.Get<Signals>().TakeAgents().ShouldBe([IdOf(person)]);
    }

    [Fact]
    public async Task Who_has_the_ticket_of_an_author_that_is_erased_has_room_at_once()
    {
        await using var world = await BeginAsync(postgres);
        var person = await world.PersonAsync(capacity: 1);
        await world.RouteAsync(world.Post("ann", "p1"));
        await DrainAsync(world);
        world.Get<Signals>().TakeAgents();

        await world.Get<Erasures>().RequestAsync("weibo", "ann", IdOf(person), Stop);

        world.Get<Signals>().TakeAgents().ShouldBe([IdOf(person)]);
    }

    internal static Task<int> DrainAsync(RouterWorld world) =>
        world.Get<QueueDrain>().RunAsync(RouterDefaults.Support, Stop);

    internal static async Task AskAsync(RouterWorld world, QueueAssignment ask) =>
        (
            await QueueAssignmentEndpoints.PutAsync(
                RouterDefaults.Support,
                ask,
                null,
                new DefaultHttpContext(),
                world.Get<NpgsqlDataSource>(),
                world.Get<RuleBooks>(),
                world.Get<Signals>(),
                Stop
            )
        ).Result.ShouldBeOfType<Ok<QueueAssignment>>();

    /// <summary>The same hours every weekday, in Shanghai.</summary>
    internal static async Task ShiftAsync(RouterWorld world, ClaimsPrincipal person, string from, string to) =>
        (
            await ShiftEndpoints.PutAsync(
                IdOf(person),
                new ShiftDefinition
                {
                    Zone = "Asia/Shanghai",
                    Week = new[] { "monday", "tuesday", "wednesday", "thursday", "friday" }.ToDictionary(
                        day => day,
                        IReadOnlyList<SpanDefinition> (_) => [new SpanDefinition(from, to)]
                    ),
                },
                ifMatch: null,
                new DefaultHttpContext(),
                person,
                world.Get<NpgsqlDataSource>(),
                world.Get<Signals>(),
                world.Time,
                Stop
            )
        ).Result.ShouldBeOfType<Ok<ShiftView>>();

    internal static async Task AssignAsync(RouterWorld world, long ticket, ClaimsPrincipal by, Guid? to) =>
        (
            await AssignEndpoint.HandleAsync(
                ticket,
                new AssignRequest(to, null),
                null,
                by,
                world.Get<TicketDesk>(),
                Stop
            )
        ).Result.ShouldBeOfType<Ok<TicketDetail>>();

    internal static Guid IdOf(ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue("sub")!);

    private static async Task<IReadOnlyList<StaffMember>> StaffAsync(RouterWorld world) =>
        (await StaffingEndpoints.StaffAsync(RouterDefaults.Support, world.Get<NpgsqlDataSource>(), world.Time, Stop))
            .Value!
            .Items;

    private static Task<IReadOnlyList<string>> CausesAsync(RouterWorld world, long ticket) =>
        world.ListAsync<string>(
            "SELECT cause FROM router.events WHERE ticket_id = @ticket AND kind = 'assigned'",
            new { ticket }
        );
}
