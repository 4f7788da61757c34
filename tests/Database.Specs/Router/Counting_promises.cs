using System.Security.Claims;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Reports;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Reports on promises come from the event log alone.</summary>
public sealed class Counting_promises(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Kept_and_broken_promises_are_counted_with_the_working_time_they_took()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var (quick, slow) = (await world.OpenAsync("ann"), await world.OpenAsync("ben"));
        world.Time.Advance(TimeSpan.FromMinutes(10));
        await world.ReplyAsync(quick, agent);
        world.Time.Advance(TimeSpan.FromMinutes(25));
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        await world.ReplyAsync(slow, agent);

        var row = (await CountAsync(world)).Single(row => row.Kind == ClockKind.FirstResponse);

        (row.Met, row.Breached).ShouldBe((1, 1));
        (row.MedianSeconds, row.P90Seconds).ShouldBe((600, 2100));
        row.ToFigures().PercentMet.ShouldBe(50);
    }

    [Fact]
    public async Task A_breach_that_an_outage_had_skipped_is_counted_once()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromMinutes(61));
        await world.Get<ClockTimers>().FireDueAsync(Stop);

        (await CountAsync(world)).Single().Breached.ShouldBe(1);
    }

    [Fact]
    public async Task Figures_are_told_apart_by_queue_agent_and_policy()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var ticket = await world.OpenAsync();
        await AcceptAsync(world, ticket, agent);
        await world.ReplyAsync(ticket, agent);

        (await CountAsync(world, "queue")).Single().GroupName.ShouldBe("Support");
        (await CountAsync(world, "policy")).Single().GroupName.ShouldBe("Everything else");
        (await CountAsync(world, "agent")).Single().GroupName.ShouldStartWith("agent-");
        (await CountAsync(world)).Single().GroupId.ShouldBeNull();
    }

    [Fact]
    public async Task An_answer_that_never_arrived_is_no_promise_kept()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await world.ReplyAsync(ticket, await world.PersonAsync());
        await world.SqlAsync(
            """
            INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
            SELECT ticket_id, 'clock.resume', 'system', at, data, status, queue_id, version + 1
              FROM router.events WHERE kind = 'clock.meet' AND data ->> 'clock' = 'first_response'
            """
        );

        (await CountAsync(world)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wait_is_on_record_with_who_set_it_and_how_much_working_time_it_took()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var ticket = await world.OpenAsync();
        await AcceptAsync(world, ticket, agent);
        await WaitEndpoint.HandleAsync(
            ticket,
            new WaitRequest("customer", "asked for the number"),
            null,
            agent,
            world.Get<TicketDesk>(),
            Stop
        );
        world.Time.Advance(TimeSpan.FromMinutes(20));
        await world.ResolveAsync(ticket, agent);

        var (waiting, paused) = await world.OneAsync<(bool, long)>(
            """
            SELECT (SELECT (data ->> 'while_unanswered')::boolean FROM router.events WHERE kind = 'waiting'),
                   (SELECT (e.data ->> 'paused_seconds')::bigint
                      FROM router.events e JOIN router.agents a ON a.agent_id::text = e.data ->> 'paused_by'
                     WHERE e.kind = 'clock.meet' AND e.data ->> 'clock' = 'resolution')
            """
        );
        waiting.ShouldBeTrue();
        paused.ShouldBe(1200);
    }

    private static async Task AcceptAsync(RouterWorld world, long ticket, ClaimsPrincipal agent) =>
        await AcceptEndpoint.HandleAsync(ticket, null, agent, world.Get<TicketDesk>(), Stop);

    private static async Task<IReadOnlyList<PromiseRow>> CountAsync(RouterWorld world, string by = "clock")
    {
        await using var connection = await world.Get<NpgsqlDataSource>().OpenConnectionAsync(Stop);
        return await PromiseStatistics.CountAsync(
            connection,
            Instant.FromDateTimeOffset(Start),
            world.Now + Duration.FromSeconds(1),
            by,
            Stop
        );
    }
}
