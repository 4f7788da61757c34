using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Snoozing_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task It_is_out_of_the_lists_until_its_time_and_its_clocks_run_on()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        await AcceptEndpoint.HandleAsync(ticket, null, agent, world.Get<TicketDesk>(), Stop);

        await SnoozeAsync(world, ticket, agent, TimeSpan.FromHours(2));

        (await Handing_over.ListedAsync(world, agent, "mine")).ShouldBeEmpty();
        (await Handing_over.ListedAsync(world, agent, "snoozed")).ShouldBe([ticket]);
        (await Handing_over.ListedAsync(world, agent, "all")).ShouldBe([ticket]);
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("running");
        world.Time.Advance(TimeSpan.FromMinutes(119));
        (await world.Get<SnoozeTimers>().WakeDueAsync(Stop)).ShouldBe(0);
        // Out of sight, not out of time.
        (await Handing_over.ListedAsync(world, agent, "team")).ShouldBeEmpty();
        (await Handing_over.ListedAsync(world, agent, "overdue")).ShouldBe([ticket]);

        world.Time.Advance(TimeSpan.FromMinutes(1));
        (await world.Get<SnoozeTimers>().WakeDueAsync(Stop)).ShouldBe(1);
        (await world.Get<SnoozeTimers>().WakeDueAsync(Stop)).ShouldBe(0);

        (await Handing_over.ListedAsync(world, agent, "mine")).ShouldBe([ticket]);
    }

    [Fact]
    public async Task The_customers_next_post_wakes_it()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        await SnoozeAsync(world, ticket, agent, null);
        (await world.OneAsync<bool>("SELECT snoozed AND snoozed_until IS NULL FROM router.tickets")).ShouldBeTrue();

        await world.OpenAsync();

        (await world.OneAsync<bool>("SELECT snoozed FROM router.tickets")).ShouldBeFalse();
        (await world.EventsAsync(ticket)).ShouldContain("woken");
    }

    [Fact]
    public async Task A_time_that_has_passed_is_refused()
    {
        await using var world = await BeginAsync(postgres);

        var answer = await SnoozeAsync(world, await world.OpenAsync(), await world.PersonAsync(), TimeSpan.Zero);

        Handing_over.ReasonOf(answer).ShouldBe("time_passed");
    }

    [Fact]
    public async Task No_reply_needed_ends_the_wait_for_an_answer_with_its_reason()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        await world.ReplyAsync(ticket, agent);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.OpenAsync();

        var answer = await NoReplyNeededEndpoint.HandleAsync(
            ticket,
            new NoReplyNeededRequest("only a thumbs up"),
            null,
            agent,
            world.Get<TicketDesk>(),
            Stop
        );

        answer.Result.ShouldBeOfType<Ok<TicketDetail>>();
        (await world.ClockAsync(ticket, ClockKind.NextResponse, 2)).State.ShouldBe("met");
        (await world.TicketAsync(ticket)).OldestUnansweredAt.ShouldBeNull();
        (
            await world.OneAsync<string>("SELECT data->>'reason' FROM router.events WHERE kind = 'no_reply_needed'")
        ).ShouldBe("only a thumbs up");
    }

    internal static async Task<IResult> SnoozeAsync(
        RouterWorld world,
        long ticket,
        ClaimsPrincipal person,
        TimeSpan? after
    ) =>
        (
            await SnoozeEndpoints.SnoozeAsync(
                ticket,
                new SnoozeRequest(after is { } span ? world.Time.GetUtcNow() + span : null, null),
                null,
                person,
                world.Get<TicketDesk>(),
                Stop
            )
        ).Result;
}
