using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Router.Clocks;
using TriageMesh.Router.Rules;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Rules that another router has seen before this one, and rules that have come to their end.</summary>
public sealed class Rules_that_change(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string NextVersion = """
        INSERT INTO router.policies (policy_key, version, definition, effective_from)
        SELECT policy_key, version + 1, definition, @now FROM router.policies
        """;

    // It is Friday, the 5th of June, ten in the morning: half an hour of the fair is left, and no other day will follow.
    private const string LastDay = """
        UPDATE router.calendars
           SET definition = definition || '{"week": {}, "days": [{"date": "2026-06-05", "open": [{"from": "09:00", "to": "10:30"}]}]}'
         WHERE definition ->> 'name' = '24x7'
        """;

    [Fact]
    public async Task A_router_with_older_rules_than_a_ticket_reads_them_again()
    {
        await using var world = await BeginAsync(postgres);
        var other = world.AddRouter();
        await other.GetRequiredService<RuleBooks>().LoadAsync(Stop);
        await world.SqlAsync(NextVersion, new { now = world.Now });
        world.Get<RuleBooks>().Changed();
        var ticket = await world.OpenAsync(ago: TimeSpan.FromMinutes(29));
        var timers = other.GetRequiredService<ClockTimers>();

        (await timers.FireDueAsync(Stop)).ShouldBe(1);
        (await world.EventsAsync(ticket)).ShouldContain("clock.warn");
        (await world.OneAsync<long>("SELECT count(*) FROM mesh.parked")).ShouldBe(0);
    }

    [Fact]
    public async Task Rules_that_change_while_they_are_read_are_read_again()
    {
        await using var world = await BeginAsync(postgres);
        var rules = world.Get<RuleBooks>();
        rules.Changed();

        var reading = rules.LoadAsync(Stop).AsTask();
        rules.Changed();
        var read = await reading;

        (await rules.LoadAsync(Stop)).ShouldNotBeSameAs(read);
        (await rules.LoadAsync(Stop)).ShouldBeSameAs(await rules.LoadAsync(Stop));
    }

    [Fact]
    public async Task A_calendar_that_never_opens_again_holds_its_clocks_and_nobody_up()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, agent) = (await world.OpenAsync(), await world.PersonAsync());
        await world.SqlAsync(LastDay);
        world.Get<RuleBooks>().Changed();
        world.Time.Advance(TimeSpan.FromHours(3));

        var late = await world.OpenAsync("bea");
        await world.ReplyAsync(ticket, agent, "We are looking into it.");
        await world.ResolveAsync(ticket, agent);

        (await world.ClockAsync(late, ClockKind.FirstResponse)).DueAt.ShouldBeNull();
        (await world.TicketAsync(late)).NextDueAt.ShouldBeNull();
        (await world.TicketAsync(ticket)).Status.ShouldBe("resolved");
        (await world.ClockAsync(ticket, ClockKind.Resolution)).StoppedAt.ShouldNotBeNull();
    }
}
