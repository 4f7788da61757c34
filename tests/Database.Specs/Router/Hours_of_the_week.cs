using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Board;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Rules;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>It is a Friday, ten in the morning in Shanghai: the hour 5-10 runs.</summary>
public sealed class Hours_of_the_week(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Breach = """
        INSERT INTO router.events (ticket_id, kind, actor, at, data, status, queue_id, version)
        SELECT t.ticket_id, 'clock.breach', 'system', @at,
               jsonb_build_object('clock', k.kind, 'round', 1, 'level', 'due', 'policy_id', t.policy_id), t.status, t.queue_id, t.version
          FROM router.tickets t, unnest(@kinds) AS k (kind)
         WHERE t.ticket_id = @id
        """;

    private const string Misroute = """
        INSERT INTO router.events (ticket_id, kind, actor, at, status, queue_id, version)
        SELECT ticket_id, 'misrouted', 'system', now(), status, queue_id, version FROM router.tickets WHERE ticket_id = @misrouted;
        UPDATE router.tickets SET misrouted = true WHERE ticket_id = @misrouted
        """;

    private static readonly string[] Both = ["first_response", "resolution"];

    [Fact]
    public async Task A_figure_of_the_heat_opens_exactly_the_tickets_that_it_counts()
    {
        await using var world = await BeginAsync(postgres);
        var lead = await world.PersonAsync(Role.Lead, member: false);
        var today = await world.OpenAsync("ann");
        var lastFriday = await world.OpenAsync("bob", ago: TimeSpan.FromDays(7));
        await world.OpenAsync("too_long_ago", ago: TimeSpan.FromDays(28));
        var night = await world.OpenAsync("eve", ago: TimeSpan.FromHours(9));
        var misrouted = await world.OpenAsync("joe", ago: TimeSpan.FromHours(9));
        await world.SqlAsync("TRUNCATE router.promises");
        foreach (var id in new[] { night, misrouted })
        {
            // Two promises of one ticket in one hour.
            await world.SqlAsync(
                Breach,
                new
                {
                    id,
                    kinds = Both,
                    at = world.Time.GetUtcNow() - TimeSpan.FromHours(8),
                }
            );
        }

        await world.SqlAsync(Misroute, new { misrouted });

        var heat = await HeatAsync(world);

        heat.Zone.ShouldBe("Asia/Shanghai");
        heat.Hours.ShouldBe([new HeatHour(5, 1, 1, 0), new HeatHour(5, 2, 0, 1), new HeatHour(5, 10, 2, 0)]);
        (await ListAsync(world, lead, "5-10", "arrivals")).ShouldBe([lastFriday, today], ignoreOrder: true);
        (await ListAsync(world, lead, "5-1", "arrivals")).ShouldBe([night]);
        (await ListAsync(world, lead, "5-2", "breaches")).ShouldBe([night]);
        (await ListAsync(world, lead, "5-3", "breaches")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_queue_is_counted_alone_and_by_the_clocks_of_its_own_calendar()
    {
        await using var world = await BeginAsync(postgres);
        var queue = await world.AddQueueAsync("Overseas");
        await world.SqlAsync(
            """
            INSERT INTO router.calendars (calendar_id, definition, updated_at)
            SELECT @queue, jsonb_set(definition, '{zone}', '"Europe/Berlin"'), now() FROM router.calendars WHERE calendar_id = @AlwaysOpen;
            UPDATE router.queues SET calendar_id = @queue WHERE queue_id = @queue
            """,
            new { queue, RouterDefaults.AlwaysOpen }
        );
        world.AddRouter();
        await world.OpenAsync("ann");
        var there = await world.OpenAsync("bob");
        await world.SqlAsync(
            "UPDATE router.tickets SET queue_id = @queue WHERE ticket_id = @there",
            new { queue, there }
        );

        var heat = await HeatAsync(world, queue);

        heat.Zone.ShouldBe("Europe/Berlin");
        heat.Hours.ShouldBe([new HeatHour(5, 4, 1, 0)]);
    }

    [Fact]
    public async Task An_agent_sees_of_an_hour_what_the_agent_may_see()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var queue = await world.AddQueueAsync("Elsewhere");
        var mine = await world.OpenAsync("ann");
        var theirs = await world.OpenAsync("bob");
        await world.SqlAsync(
            "UPDATE router.tickets SET queue_id = @queue WHERE ticket_id = @theirs",
            new { queue, theirs }
        );

        (await ListAsync(world, agent, "5-10", "arrivals")).ShouldBe([mine]);
    }

    [Fact]
    public async Task The_unanswered_are_listed_from_the_one_who_waits_longest()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var later = await world.OpenAsync("ann", ago: TimeSpan.FromMinutes(5));
        var first = await world.OpenAsync("bob", ago: TimeSpan.FromHours(5));
        var snoozed = await world.OpenAsync("eve", ago: TimeSpan.FromHours(1));
        var answered = await world.OpenAsync("joe", ago: TimeSpan.FromHours(2));
        await world.SqlAsync("UPDATE router.tickets SET snoozed = true WHERE ticket_id = @snoozed", new { snoozed });
        await world.SqlAsync(
            "UPDATE router.tickets SET oldest_unanswered_at = NULL WHERE ticket_id = @answered",
            new { answered }
        );

        (await world.WalkAsync(agent, "unanswered", limit: 1)).ShouldBe([first, snoozed, later]);
    }

    private static async Task<WeekHeat> HeatAsync(RouterWorld world, Guid? queue = null)
    {
        var answer = await HeatEndpoint.HandleAsync(
            world.Get<NpgsqlDataSource>(),
            world.Get<RuleBooks>(),
            world.Time,
            weeks: null,
            queue,
            Stop
        );
        return answer.Result.ShouldBeOfType<Ok<WeekHeat>>().Value!;
    }

    private static async Task<IReadOnlyList<long>> ListAsync(
        RouterWorld world,
        System.Security.Claims.ClaimsPrincipal person,
        string hour,
        string counted
    )
    {
        var answer = await world.AskAsync(
            person,
            ListedTickets.Blank with
            {
                View = "all",
                Hour = hour,
                Counted = counted,
                Weeks = 4,
                Limit = 10,
            }
        );
        return [.. answer.Result.ShouldBeOfType<Ok<Page<TicketRow>>>().Value!.Items.Select(row => row.Id)];
    }
}
