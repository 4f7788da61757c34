using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Parking;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Half an hour until the first response, a warning at 80 %, an escalation half an hour after due.</summary>
public sealed class Clocks_firing(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Steps_take_effect_at_their_time_and_not_before()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        (await StepsAtAsync(world, ticket, TimeSpan.FromSeconds(1439))).ShouldBeEmpty();
        (await StepsAtAsync(world, ticket, TimeSpan.FromSeconds(1))).ShouldBe(["80% fired"]);
        (await StepsAtAsync(world, ticket, TimeSpan.FromSeconds(359))).ShouldBe(["80% fired"]);
        (await StepsAtAsync(world, ticket, TimeSpan.FromSeconds(1))).ShouldBe(["80% fired", "due fired"]);
        (await StepsAtAsync(world, ticket, TimeSpan.FromMinutes(30))).ShouldBe([
            "80% fired",
            "due fired",
            "+30m fired",
        ]);

        (await world.TicketAsync(ticket)).Priority.ShouldBe("high");
        (await world.EventsAsync(ticket))
            .TakeLast(4)
            .ShouldBe(["clock.warn", "clock.breach", "clock.escalate", "priority_raised"]);
        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        clock.BreachedAt.ShouldBe(world.Now - Duration.FromMinutes(30));
        clock.NextFireAt.ShouldBeNull();
    }

    [Fact]
    public async Task After_an_outage_only_the_highest_step_fires_and_the_others_are_on_record_as_skipped()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        (await StepsAtAsync(world, ticket, TimeSpan.FromMinutes(61))).ShouldBe([
            "80% skipped",
            "due skipped",
            "+30m fired",
        ]);
        (await StepsAtAsync(world, ticket, TimeSpan.FromMinutes(1))).Count.ShouldBe(3);
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).BreachedAt.ShouldBe(
            world.Now - Duration.FromMinutes(32)
        );
    }

    [Fact]
    public async Task Concurrent_timers_fire_each_step_once()
    {
        await using var world = await BeginAsync(postgres);
        await world.RouteAsync([.. Enumerable.Range(0, 250).Select(i => world.Post($"author-{i}", $"p{i}"))]);
        var timers = Enumerable.Range(0, 4).Select(_ => world.AddRouter().GetRequiredService<ClockTimers>()).ToList();
        world.Time.Advance(TimeSpan.FromMinutes(24));

        await Task.WhenAll(
            timers.Select(timer =>
                Task.Run(
                    async () =>
                    {
                        while (await timer.FireDueAsync(Stop) > 0) { }
                    },
                    Stop
                )
            )
        );

        (await world.OneAsync<long>("SELECT count(*) FROM router.clock_steps WHERE outcome = 'fired'")).ShouldBe(250);
        (await world.OneAsync<long>("SELECT count(*) FROM router.events WHERE kind = 'clock.warn'")).ShouldBe(250);
        (await timers[0].FireDueAsync(Stop)).ShouldBe(0);
    }

    [Theory]
    [InlineData("UPDATE router.clocks SET target_seconds = 9000000000000000000 WHERE ticket_id = @ticket")]
    [InlineData(
        """
            ALTER TABLE router.clocks DROP CONSTRAINT IF EXISTS clocks_policy_id_fkey;
            UPDATE router.clocks SET policy_id = 999999 WHERE ticket_id = @ticket
            """
    )]
    [InlineData(
        """
            INSERT INTO router.clock_steps (ticket_id, clock, round, level, generation, kind, outcome, at)
            SELECT ticket_id, kind, round, '80%', generation, 'warning', 'fired', now()
              FROM router.clocks WHERE ticket_id = @ticket AND kind = 'first_response'
            """
    )]
    public async Task A_clock_that_cannot_be_computed_is_set_aside_and_the_others_take_effect(string poison)
    {
        await using var world = await BeginAsync(postgres);
        await world.RouteAsync([.. Enumerable.Range(0, 5).Select(i => world.Post($"author-{i}", $"p{i}"))]);
        var ticket = await world.OneAsync<long>("SELECT ticket_id FROM router.tickets WHERE author_id = 'author-2'");
        var policy = await world.OneAsync<long>("SELECT policy_id FROM router.clocks LIMIT 1");
        await world.SqlAsync(poison, new { ticket });
        world.Time.Advance(TimeSpan.FromMinutes(24));
        var timers = world.Get<ClockTimers>();

        await timers.FireDueAsync(Stop);

        (await world.OneAsync<long>("SELECT count(*) FROM router.events WHERE kind = 'clock.warn'")).ShouldBe(4);
        var parked = (await world.Get<ParkedMessages>().ListAsync(0, 10, Stop)).ShouldHaveSingleItem();
        (parked.Service, parked.MessageType).ShouldBe(("router", nameof(FireClock)));
        parked.Reason.ShouldStartWith($"first_response 1 of T-{ticket}: ");
        (await timers.FireDueAsync(Stop)).ShouldBe(0, "it is looked at no more");

        // Whatever was wrong is put right, and a replay has it run.
        await world.SqlAsync(
            """
            DELETE FROM router.clock_steps WHERE ticket_id = @ticket;
            UPDATE router.clocks SET target_seconds = 1800, policy_id = @policy
             WHERE ticket_id = @ticket AND kind = 'first_response'
            """,
            new { ticket, policy }
        );
        var again = JsonSerializer.Deserialize<FireClock>(parked.Body, ParkedJson.Options)!;
        await world.Get<PoisonedClocks>().ArmAsync(again, Stop);
        await timers.FireDueAsync(Stop);

        (await world.EventsAsync(ticket)).ShouldContain("clock.warn");
        (await world.Get<ParkedMessages>().ListAsync(0, 10, Stop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_promise_that_was_kept_is_not_warned_about()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await world.ReplyAsync(ticket, await world.PersonAsync());

        (await StepsAtAsync(world, ticket, TimeSpan.FromHours(2))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_late_answer_tells_the_breach_that_the_timer_had_not_noticed_yet()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromMinutes(31));

        await world.ReplyAsync(ticket, await world.PersonAsync());

        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        clock.State.ShouldBe("met");
        clock.BreachedAt.ShouldBe(world.Now - Duration.FromMinutes(1));
        (await world.EventsAsync(ticket)).Count(kind => kind == "clock.breach").ShouldBe(1);
        (await StepsAtAsync(world, ticket, TimeSpan.FromHours(1))).ShouldBe(["due fired"]);
    }

    [Fact]
    public async Task Another_priority_applies_its_target_and_keeps_the_time_that_was_used()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(
            """
            INSERT INTO router.policies (policy_key, version, effective_from, definition)
            SELECT gen_random_uuid(), 1, '2000-01-01Z',
                   jsonb_build_object(
                     'name', 'Urgent', 'order', 1, 'calendar_id', definition -> 'calendar_id', 'steps', '[]'::jsonb,
                     'match', '{"priorities": ["urgent"]}'::jsonb, 'target_minutes', '{"first_response": 10}'::jsonb)
              FROM router.policies
             LIMIT 1
            """
        );
        world.Get<RuleBooks>().Changed();
        var ticket = await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromMinutes(4));

        await SetPriorityEndpoint.HandleAsync(
            ticket,
            new PriorityRequest(Priority.Urgent, "press"),
            null,
            await world.PersonAsync(),
            world.Get<TicketDesk>(),
            Stop
        );

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).DueAt.ShouldBe(world.Now + Duration.FromMinutes(6));
        (await world.EventsAsync(ticket)).TakeLast(2).ShouldBe(["priority_set", "clock.apply"]);
    }

    [Fact]
    public async Task A_resolved_ticket_is_closed_when_its_window_is_over()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await world.ReplyAsync(ticket, await world.PersonAsync(), "resolve");
        var closer = world.Get<TicketCloser>();

        world.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        (await closer.CloseDueAsync(Stop)).ShouldBe(0);
        world.Time.Advance(TimeSpan.FromSeconds(1));
        (await closer.CloseDueAsync(Stop)).ShouldBe(1);

        (await world.TicketAsync(ticket)).Status.ShouldBe("closed");
    }

    private static async Task<IReadOnlyList<string>> StepsAtAsync(RouterWorld world, long ticket, TimeSpan later)
    {
        world.Time.Advance(later);
        await world.Get<ClockTimers>().FireDueAsync(Stop);
        return await world.ListAsync<string>(
            """
            SELECT s.level || ' ' || s.outcome
              FROM router.clock_steps s
             WHERE s.ticket_id = @ticket AND s.clock = 'first_response'
             ORDER BY array_position(ARRAY['80%', 'due', '+30m'], s.level)
            """,
            new { ticket }
        );
    }
}
