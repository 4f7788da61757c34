using System.Security.Claims;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Listing_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    public static TheoryData<string, string[], string[]> Views =>
        new()
        {
            // The view, what an agent of the queue has in it, what a lead has more.
            { "mine", ["late", "elsewhere", "mine"], [] },
            { "unassigned", ["soon", "waiting", "new"], ["foreign"] },
            { "team", ["late", "soon", "reopened", "mine", "waiting", "new"], ["foreign", "elsewhere"] },
            { "due_soon", ["soon", "elsewhere"], ["foreign"] },
            { "overdue", ["late"], [] },
            { "waiting_customer", ["waiting"], [] },
            { "reopened", ["reopened"], [] },
            { "needs_review", ["new"], [] },
            { "resolved", ["done", "done_before"], ["foreign_done"] },
            { "in_work", ["late", "soon", "elsewhere", "reopened", "mine", "waiting", "new"], ["foreign"] },
            { "in_time", ["reopened", "mine", "waiting", "new"], [] },
            { "without_agent", ["soon", "waiting", "new"], ["foreign"] },
            {
                "all",
                ["new", "elsewhere", "closed", "done", "done_before", "reopened", "waiting", "mine", "soon", "late"],
                ["foreign", "foreign_done"]
            },
        };

    [Theory]
    [MemberData(nameof(Views))]
    public async Task A_view_holds_its_tickets_in_order_and_counts_as_many(string view, string[] agents, string[] leads)
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var lead = await world.PersonAsync(Role.Lead, member: false);
        await FillAsync(world, IdOf(agent));

        (await world.AuthorsAsync(agent, view)).ShouldBe(agents);
        (await world.AuthorsAsync(lead, view)).ShouldBe(
            view == "mine" ? [] : [.. agents, .. leads.Except(agents)],
            ignoreOrder: true
        );
        if ((await CountsAsync(world, agent)).TryGetValue(view, out var count))
        {
            count.ShouldBe(agents.Length);
        }
    }

    [Fact]
    public async Task A_queue_that_is_asked_for_is_the_only_one_listed()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var foreign = await FillAsync(world, IdOf(agent));

        (await world.AuthorsAsync(agent, "mine", queues: [RouterDefaults.Support])).ShouldBe(["late", "mine"]);
        (await world.AuthorsAsync(agent, "all", queues: [foreign])).ShouldBe(["elsewhere"]);
        (await world.AuthorsAsync(agent, "all", q: "e", queues: [RouterDefaults.Support])).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_one_person_exactly_theirs_are_listed_that_the_caller_may_see()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var lead = await world.PersonAsync(Role.Lead, member: false);
        await FillAsync(world, IdOf(agent));
        var people = (await world.PageAsync(lead, "all"))
            .Items.Select(row => row.Assignee?.Id)
            .OfType<Guid>()
            .ToHashSet();

        people.ShouldContain(IdOf(agent));
        foreach (var (caller, person) in people.SelectMany(id => new[] { (agent, id), (lead, id) }))
        {
            var seen = (await world.PageAsync(caller, "all")).Items.Where(row => row.Assignee?.Id == person);
            var page = await world.PageAsync(caller, "all", assignees: [person, person]);
            page.Items.Select(row => row.Id).ShouldBe(seen.Select(row => row.Id));
        }
    }

    [Theory]
    [InlineData("team")]
    [InlineData("mine")]
    [InlineData("resolved")]
    [InlineData("all")]
    public async Task Pages_lead_through_all_tickets_once_and_in_order(string view)
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        // Every tenth due is shared by many, and every fifth ticket has none.
        for (var number = 0; number < 500; number++)
        {
            await world.PutAsync(
                new ListedTicket($"author-{number}")
                {
                    Assignee = IdOf(agent),
                    Status = view == "resolved" ? "resolved" : "open",
                    DueInMinutes = number % 5 == 0 || view == "resolved" ? null : number * 7 % 10,
                    ResolvedMinutesAgo = number * 7 % 10,
                }
            );
        }

        var walked = await world.WalkAsync(agent, view, limit: 37);

        walked.Count.ShouldBe(500);
        walked.ShouldBe(
            await world.ListAsync<long>(
                view switch
                {
                    "resolved" => "SELECT ticket_id FROM router.tickets ORDER BY resolved_at DESC, ticket_id DESC",
                    "all" => "SELECT ticket_id FROM router.tickets ORDER BY ticket_id DESC",
                    _ => "SELECT ticket_id FROM router.tickets ORDER BY next_due_at NULLS LAST, ticket_id",
                }
            )
        );
        (await world.WalkAsync(agent, view, limit: 41, q: "AUTHOR-")).ShouldBe(
            [.. walked.OrderDescending()],
            "a search leads through as many, newest first"
        );
    }

    [Fact]
    public async Task A_search_finds_a_number_an_order_and_how_an_author_begins()
    {
        await using var world = await BeginAsync(postgres);
        var agent = await world.PersonAsync();
        var id = await world.PutAsync(new ListedTicket("ann") { Order = "20260601123456", Name = "50% off" });
        await world.PutAsync(new ListedTicket("bob") { Order = $"{id}", Name = "50 more" });
        await world.PutAsync(new ListedTicket("eve") { Order = "A-1", Name = "Eve_1" });
        await world.PutAsync(
            new ListedTicket("joe")
            {
                Order = "A-2",
                Name = "Eve 1",
                Status = "resolved",
            }
        );
        await world.PutAsync(new ListedTicket("mia") { Queue = await world.AddQueueAsync("Other"), Order = "A-1" });

        Task<IReadOnlyList<string>> FindAsync(string q, string? view = null) => world.AuthorsAsync(agent, view, q);

        (await FindAsync($"t-{id}")).ShouldBe(["ann"]);
        (await FindAsync($"{id}")).ShouldBe(["bob", "ann"]);
        (await FindAsync("20260601123456")).ShouldBe(["ann"]);
        (await FindAsync("A-1")).ShouldBe(["eve"]);
        (await FindAsync("EVE")).ShouldBe(["joe", "eve"]);
        (await FindAsync("eve", "team")).ShouldBe(["eve"]);
        (await FindAsync("eve", "resolved")).ShouldBe(["joe"]);
        (await FindAsync("ve")).ShouldBeEmpty();
        (await FindAsync("%")).ShouldBeEmpty();
        (await FindAsync("50%")).ShouldBe(["ann"]);
        (await FindAsync("eve_")).ShouldBe(["eve"]);
    }

    /// <summary>One ticket of each sort; what a colleague of another queue has is foreign.</summary>
    private static async Task<Guid> FillAsync(RouterWorld world, Guid me)
    {
        var other = await world.AddQueueAsync("Other");
        var colleague = IdOf(await world.PersonAsync());
        foreach (
            var ticket in new[]
            {
                new ListedTicket("late") { Assignee = me, DueInMinutes = 0 },
                new ListedTicket("soon") { Status = "new", DueInMinutes = 10 },
                new ListedTicket("mine") { Assignee = me, DueInMinutes = 60 },
                new ListedTicket("waiting") { Status = "waiting_customer" },
                new ListedTicket("reopened")
                {
                    Status = "reopened",
                    Assignee = colleague,
                    DueInMinutes = 31,
                },
                new ListedTicket("done_before") { Status = "resolved", ResolvedMinutesAgo = 5 },
                new ListedTicket("done") { Status = "resolved", Assignee = me },
                new ListedTicket("closed") { Status = "closed", ResolvedMinutesAgo = 9 },
                new ListedTicket("foreign") { Queue = other, DueInMinutes = 5 },
                new ListedTicket("foreign_done") { Queue = other, Status = "resolved" },
                new ListedTicket("elsewhere")
                {
                    Queue = other,
                    Assignee = me,
                    DueInMinutes = 30,
                },
                new ListedTicket("new") { Status = "new", NeedsReview = true },
            }
        )
        {
            await world.PutAsync(ticket);
        }

        return other;
    }

    private static async Task<Dictionary<string, int>> CountsAsync(RouterWorld world, ClaimsPrincipal person)
    {
        ViewCounts counts = (
            await CountViewsEndpoint.HandleAsync(person, world.Get<Npgsql.NpgsqlDataSource>(), world.Time, Stop)
        ).Value!;
        return typeof(ViewCounts)
            .GetProperties()
            .ToDictionary(
                property => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
                property => (int)property.GetValue(counts)!
            );
    }

    private static Guid IdOf(ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue("sub")!);
}
