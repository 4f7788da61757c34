using TriageMesh.Router.Clocks;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Rules;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A step names who is told: the assignee, the queue's leads, ops, whoever is on call.</summary>
public sealed class Telling_people_of_steps(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Told = """
        SELECT g.name || ' ' || n.kind || ' ' || n.level || ' ' || n.reason
          FROM router.notifications n JOIN router.agents g USING (agent_id)
         ORDER BY n.notification_id
        """;

    [Fact]
    public async Task The_warning_goes_to_the_assignee_the_breach_to_the_lead_too_and_the_escalation_to_ops()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await NameAsync(world);
        await world.SqlAsync(
            """
            UPDATE router.tickets
               SET status = 'open', assignee_id = (SELECT agent_id FROM router.agents WHERE name = 'ann')
             WHERE ticket_id = @ticket
            """,
            new { ticket }
        );

        foreach (var minutes in (int[])[24, 6, 30])
        {
            world.Time.Advance(TimeSpan.FromMinutes(minutes));
            await world.Get<ClockTimers>().FireDueAsync(Stop);
        }

        (await world.ListAsync<string>(Told)).ShouldBe(
            [
                "ann clock.warn 80% assignee",
                "ann clock.breach due assignee",
                "lea clock.breach due queue_lead",
                "oli clock.escalate +30m ops",
            ],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task Where_nobody_is_there_to_be_told_the_history_says_so()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        foreach (var minutes in (int[])[24, 6])
        {
            world.Time.Advance(TimeSpan.FromMinutes(minutes));
            await world.Get<ClockTimers>().FireDueAsync(Stop);
        }

        await world.SqlAsync(
            "INSERT INTO router.agents (agent_id, name, capacity) VALUES (gen_random_uuid(), 'lea', 0)"
        );
        await world.SqlAsync("UPDATE router.queues SET lead_ids = ARRAY(SELECT agent_id FROM router.agents)");
        await world.SqlAsync(
            """
            UPDATE router.policies
               SET definition = jsonb_set(definition, '{steps}',
                   '[{"at": "+30m", "recipients": ["queue_lead", "on_call"], "actions": ["notify"]}]')
            """
        );
        world.Get<RuleBooks>().Changed();
        world.Time.Advance(TimeSpan.FromMinutes(30));
        await world.Get<ClockTimers>().FireDueAsync(Stop);

        (
            await world.ListAsync<string>(
                $"SELECT cause FROM router.events WHERE ticket_id = {ticket} AND cause LIKE '%tell%' ORDER BY event_id"
            )
        ).ShouldBe([
            "nobody to tell, there is no assignee",
            "nobody to tell, there is no assignee, queue_lead",
            "tell queue_lead; there is no on_call",
        ]);
        (await world.ListAsync<string>(Told)).ShouldBe(["lea clock.escalate +30m queue_lead"]);
    }

    [Fact]
    public async Task What_was_answered_meanwhile_is_told_to_nobody()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await NameAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(29));
        await world.ReplyAsync(ticket, await world.PersonAsync());
        world.Time.Advance(TimeSpan.FromHours(1));

        await world.Get<ClockTimers>().FireDueAsync(Stop);

        (await world.ListAsync<string>(Told)).ShouldBeEmpty();
    }

    [Fact]
    public async Task After_an_outage_only_the_step_that_takes_effect_is_told()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync();
        await NameAsync(world);
        world.Time.Advance(TimeSpan.FromMinutes(61));

        await world.Get<ClockTimers>().FireDueAsync(Stop);

        (await world.ListAsync<string>(Told)).ShouldBe(["oli clock.escalate +30m ops"]);
    }

    [Fact]
    public async Task Somebody_who_is_meant_twice_is_told_once_and_a_stranger_among_the_leads_holds_nothing_up()
    {
        await using var world = await BeginAsync(postgres);
        await world.OpenAsync();
        await NameAsync(world);
        await world.SqlAsync(
            """
            UPDATE router.policies
               SET definition = jsonb_set(definition, '{steps}',
                   '[{"at": "due", "recipients": ["queue_lead", "ops", "on_call"], "actions": ["notify"]}]');
            INSERT INTO router.duties (duty, queue_id, agent_id)
            SELECT 'on_call', @Support, agent_id FROM router.agents WHERE name = 'oli';
            UPDATE router.queues SET lead_ids = lead_ids || gen_random_uuid()
            """,
            new { RouterDefaults.Support }
        );
        world.Get<RuleBooks>().Changed();
        world.Time.Advance(TimeSpan.FromMinutes(31));

        await world.Get<ClockTimers>().FireDueAsync(Stop);

        (await world.ListAsync<string>(Told)).ShouldBe(
            ["lea clock.breach due queue_lead", "oli clock.breach due on_call"],
            ignoreOrder: true
        );
    }

    [Fact]
    public async Task A_step_can_put_a_ticket_back_into_its_queue_and_tells_why()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        await world.SqlAsync(
            """
            UPDATE router.policies
               SET definition = jsonb_set(definition, '{steps}', '[{"at": "80%", "actions": ["return_to_queue"]}]');
            """
        );
        world.Get<RuleBooks>().Changed();
        var agent = await world.PersonAsync();
        await world.SqlAsync(
            """
            UPDATE router.tickets
               SET status = 'open', assignee_id = (SELECT agent_id FROM router.agents LIMIT 1);
            UPDATE router.agents SET open_tickets = 1
            """
        );
        world.Time.Advance(TimeSpan.FromMinutes(24));

        await world.Get<ClockTimers>().FireDueAsync(Stop);

        agent.ShouldNotBeNull();
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBeNull();
        (await world.EventsAsync(ticket)).TakeLast(2).ShouldBe(["clock.warn", "unassigned"]);
        (await world.OneAsync<string>("SELECT cause FROM router.events WHERE kind = 'unassigned'")).ShouldBe(
            "first_response 80%"
        );
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(0);
    }

    [Fact]
    public async Task Two_clocks_of_one_ticket_that_are_due_together_count_its_version_on_without_a_gap()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        world.Time.Advance(TimeSpan.FromHours(9));

        while (await world.Get<ClockTimers>().FireDueAsync(Stop) > 0)
        {
            // Until nothing is due.
        }

        var versions = await world.ListAsync<long>(
            "SELECT version FROM router.events WHERE ticket_id = @ticket ORDER BY event_id",
            new { ticket }
        );
        versions.ShouldBe(Enumerable.Range(1, versions.Count).Select(version => (long)version));
        (await world.TicketAsync(ticket)).Version.ShouldBe(versions[^1]);
        (await world.ReplayAsync(ticket)).Version.ShouldBe(versions[^1]);
    }

    /// <summary>Ann is an agent, Lea leads the queue, Oli is ops.</summary>
    private static Task NameAsync(RouterWorld world) =>
        world.SqlAsync(
            """
            INSERT INTO router.agents (agent_id, name, capacity)
            SELECT gen_random_uuid(), name, 0 FROM unnest(ARRAY['ann', 'lea', 'oli']) AS name;
            UPDATE router.queues SET lead_ids = ARRAY[(SELECT agent_id FROM router.agents WHERE name = 'lea')];
            INSERT INTO router.duties (duty, agent_id)
            SELECT 'ops', agent_id FROM router.agents WHERE name = 'oli'
            """
        );
}
