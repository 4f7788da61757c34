using System.Security.Claims;
using System.Text.RegularExpressions;
using TriageMesh.Platform.Security;
using TriageMesh.Router;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>How PostgreSQL goes about the lists when there are 20,000 tickets: by the index that is meant for each.</summary>
public sealed partial class Listing_among_many_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const string Fill = """
        INSERT INTO router.queues (queue_id, name, calendar_id)
        SELECT gen_random_uuid(), 'Queue ' || n, @AlwaysOpen FROM generate_series(1, 4) AS n;
        INSERT INTO router.agents (agent_id, name, capacity)
        SELECT gen_random_uuid(), 'Agent ' || n, 20 FROM generate_series(1, 40) AS n;
        INSERT INTO router.authors (channel, account, author_id, name, handle)
        SELECT CASE WHEN n % 8 = 0 THEN 'x' ELSE 'weibo' END, 'brand', 'author-' || n, md5(n::text), 'h' || md5((-n)::text) FROM generate_series(1, 20000) AS n;
        INSERT INTO router.tickets (
               channel, account, author_id, status, priority, label, confidence, needs_review, language, queue_id, assignee_id,
               policy_id, calendar_id, first_line, order_number, first_post_at, last_post_at, opened_at, last_seen,
               next_due_at, resolved_at)
        SELECT CASE WHEN n % 8 = 0 THEN 'x' ELSE 'weibo' END, 'brand', 'author-' || n,
               CASE WHEN n % 10 < 3 THEN 'open' WHEN n % 10 < 6 THEN 'resolved' ELSE 'closed' END,
               'normal', 'complaint', 0.9, false, 'en', q.ids[1 + n / 10 % 5], a.ids[1 + n / 50 % 41],
               (SELECT min(policy_id) FROM router.policies), @AlwaysOpen, 'x', 'ORDER-' || n, @now, @now, @now, 'x',
               CASE WHEN n % 10 < 2 THEN @now + n * 7919 % 20000 * interval '1 second' END,
               CASE WHEN n % 10 >= 3 THEN @now + n * interval '1 second' END
          FROM generate_series(1, 20000) AS n,
               (SELECT array_agg(queue_id) AS ids FROM router.queues) AS q,
               (SELECT array_agg(agent_id ORDER BY name) AS ids FROM router.agents) AS a;
        INSERT INTO router.queue_members SELECT @Support, agent_id FROM router.agents;
        ANALYZE router.tickets, router.authors, router.queues, router.agents
        """;

    [Fact]
    public async Task Each_list_walks_the_index_meant_for_it()
    {
        await using var world = await BeginAsync(postgres);
        await world.SqlAsync(
            Fill,
            new
            {
                now = world.Now,
                RouterDefaults.AlwaysOpen,
                RouterDefaults.Support,
            }
        );
        var agent = await ScopeAsync(world);

        (await IndexesAsync(world, agent, "team")).ShouldBe(["tickets_by_due"]);
        (await IndexesAsync(world, agent, "overdue")).ShouldBe(["tickets_by_due", "tickets_of_assignee"]);
        (await IndexesAsync(world, agent, "mine")).ShouldBe(["tickets_of_assignee"]);
        (await IndexesAsync(world, agent, "resolved")).ShouldBe(["tickets_resolved", "tickets_resolved_of_assignee"]);
        (await IndexesAsync(world, agent, "all")).ShouldBe(["tickets_all_of_assignee", "tickets_of_queue"]);

        var lead = agent with
        {
            All = true,
            Queues = [.. await world.ListAsync<Guid>("SELECT queue_id FROM router.queues")],
        };
        (await IndexesAsync(world, lead, "team")).ShouldBe(["tickets_by_due"]);
        (await IndexesAsync(world, lead, "resolved")).ShouldBe(["tickets_resolved"]);
        (await IndexesAsync(world, lead, "all")).ShouldBe(["tickets_of_queue"]);
        (await IndexesAsync(world, lead, "waiting_customer")).ShouldBe(["tickets_waiting"]);
        (await IndexesAsync(world, lead, "reopened")).ShouldBe(["tickets_reopened"]);
        (await IndexesAsync(world, lead, "needs_review")).ShouldBe(["tickets_to_review"]);
        (await IndexesAsync(world, lead, "snoozed")).ShouldBe(["tickets_snoozed"]);
        (await IndexesAsync(world, lead, "handed_over")).ShouldBe(["tickets_handed_over"]);

        (await IndexesAsync(world, lead, "unanswered")).ShouldBe(["tickets_unanswered"]);

        // Narrowed to what few or none have: from an index of those few.
        (await IndexesAsync(world, lead, "all", label: "praise")).ShouldBe(["tickets_of_rare_label"]);
        (await IndexesAsync(world, lead, "all", priority: "urgent")).ShouldBe(["tickets_urgent"]);
        (await IndexesAsync(world, lead, "all", channel: "x")).ShouldBe(["tickets_of_account", "tickets_of_author"]);
        (await IndexesAsync(world, lead, "all", channel: "weibo", author: "author-7")).ShouldBeSubsetOf([
            "tickets_by_author",
            "tickets_of_author",
        ]);
        (await IndexesAsync(world, lead, "all", assignee: agent.CallerId)).ShouldBe(["tickets_all_of_assignee"]);
        (await IndexesAsync(world, agent, "all", assignee: Guid.NewGuid())).ShouldBe(["tickets_all_of_assignee"]);

        // What is passed over is passed over in the index.
        (await PlanAsync(world, lead, "resolved", label: "complaint", channel: "weibo")).ShouldContain(
            "Index Only Scan using tickets_resolved "
        );
        (await PlanAsync(world, agent, "all", assignee: agent.CallerId)).ShouldContain(
            "Index Only Scan using tickets_all_of_assignee "
        );

        // Two indexes begin with the author and serve alike.
        string[] ways =
        [
            "authors_by_handle",
            "authors_by_name",
            "tickets_by_author",
            "tickets_by_order",
            "tickets_of_author",
        ];
        (await IndexesAsync(world, agent, "all", "abc")).ShouldBeSubsetOf(ways);
        (await IndexesAsync(world, lead, "all", "ORDER-77")).ShouldBeSubsetOf(ways);
        (await IndexesAsync(world, lead, "all", "1077")).ShouldBeSubsetOf([.. ways, "tickets_pkey"]);
    }

    /// <summary>The indexes of a statement's plan.</summary>
    private static async Task<string[]> IndexesAsync(
        RouterWorld world,
        TicketScope scope,
        string view,
        string? q = null,
        string? label = null,
        string? priority = null,
        Guid? assignee = null,
        string? channel = null,
        string? author = null
    ) =>
        [
            .. IndexName()
                .Matches(await PlanAsync(world, scope, view, q, label, priority, assignee, channel, author))
                .Select(match => match.Groups["index"].Value)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>A statement's plan, which reads no table of tickets or authors from end to end.</summary>
    private static async Task<string> PlanAsync(
        RouterWorld world,
        TicketScope scope,
        string view,
        string? q = null,
        string? label = null,
        string? priority = null,
        Guid? assignee = null,
        string? channel = null,
        string? author = null
    )
    {
        var problems = new Problems();
        var query = TicketQuery.Read(
            ListedTickets.Blank with
            {
                View = view,
                Label = label is null ? null : [label],
                Channel = channel is null ? null : [channel],
                Priority = priority is null ? null : [priority],
                Assignee = assignee is { } person ? [person] : null,
                Author = author,
                Q = q,
            },
            problems
        );
        problems.Any.ShouldBeFalse();
        var (sql, parameters) = world.Get<TicketListing>().Statement(query, scope, []);
        var plan = string.Join('\n', await world.ListAsync<string>("EXPLAIN " + sql, parameters));
        plan.ShouldNotContain("Seq Scan", Case.Sensitive, plan);
        return plan;
    }

    private static async Task<TicketScope> ScopeAsync(RouterWorld world)
    {
        var id = await world.OneAsync<Guid>("SELECT agent_id FROM router.agents WHERE name = 'Agent 1'");
        var person = new ClaimsPrincipal(new Caller(id, "specs", [Contracts.Role.Agent]).ToIdentity("specs"));
        return await TicketScope.LoadAsync(world.Get<Npgsql.NpgsqlDataSource>(), Caller.From(person), Stop);
    }

    [GeneratedRegex(
        @"Index( Only)? Scan( Backward)? (using|on) (?<index>\w+)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex IndexName();
}
