using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class People_at_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private delegate Task<IResult> Command(RouterWorld world, long ticket, ClaimsPrincipal person);

    private static readonly Dictionary<string, Command> Commands = new(StringComparer.Ordinal)
    {
        ["accept"] = async (world, id, who) =>
            (await AcceptEndpoint.HandleAsync(id, null, who, world.Get<TicketDesk>(), Stop)).Result,
        ["note"] = async (world, id, who) =>
            (
                await NoteEndpoint.HandleAsync(id, new NoteRequest("seen"), null, who, world.Get<TicketDesk>(), Stop)
            ).Result,
        ["reply"] = (world, id, who) => world.ReplyAsync(id, who, lastSeen: "x"),
        ["retry"] = async (world, id, who) =>
            (await RetryReplyEndpoint.HandleAsync(id, Guid.NewGuid(), who, world.Get<TicketDesk>(), Stop)).Result,
        ["wait"] = async (world, id, who) =>
            (
                await WaitEndpoint.HandleAsync(
                    id,
                    new WaitRequest("third_party", "parts"),
                    null,
                    who,
                    world.Get<TicketDesk>(),
                    Stop
                )
            ).Result,
        ["resume"] = async (world, id, who) =>
            (await ResumeEndpoint.HandleAsync(id, null, who, world.Get<TicketDesk>(), Stop)).Result,
        ["resolve"] = (world, id, who) => world.ResolveAsync(id, who),
        ["reopen"] = async (world, id, who) =>
            (
                await ReopenEndpoint.HandleAsync(
                    id,
                    new ReopenRequest("again"),
                    null,
                    who,
                    world.Get<TicketDesk>(),
                    world.Get<RuleBooks>(),
                    Stop
                )
            ).Result,
        ["assign"] = async (world, id, who) =>
            (
                await AssignEndpoint.HandleAsync(
                    id,
                    new AssignRequest(null, null),
                    null,
                    who,
                    world.Get<TicketDesk>(),
                    Stop
                )
            ).Result,
        ["priority"] = async (world, id, who) =>
            (
                await SetPriorityEndpoint.HandleAsync(
                    id,
                    new PriorityRequest(Priority.High, null),
                    null,
                    who,
                    world.Get<TicketDesk>(),
                    Stop
                )
            ).Result,
    };

    public static TheoryData<string> Names => [.. Commands.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task An_agent_of_another_queue_finds_no_ticket_and_changes_none(string command)
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var before = await world.TicketAsync(ticket);

        var answer = await Commands[command](world, ticket, await world.PersonAsync(member: false));

        answer.ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(404);
        (await world.TicketAsync(ticket)).ShouldBe(before);
    }

    [Fact]
    public async Task Wait_resume_and_resolve_keep_the_books_of_clocks_and_load()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var person = await world.PersonAsync();

        await RunAsync(world, ticket, person, "accept", "wait", "resume");
        (await world.OneAsync<bool>("SELECT flagged FROM router.pauses")).ShouldBeTrue();
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(1);

        (await world.ResolveAsync(ticket, person, reason: null))
            .ShouldBeOfType<ProblemHttpResult>()
            .StatusCode.ShouldBe(409);
        await RunAsync(world, ticket, person, "resolve");

        (await world.TicketAsync(ticket)).Status.ShouldBe("resolved");
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(0);
        await RunAsync(world, ticket, person, "reopen");
        (await world.OneAsync<int>("SELECT open_tickets FROM router.agents")).ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_does_not_fit_the_status_is_refused_with_its_reason()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        var problem = (await Commands["resume"](world, ticket, await world.PersonAsync()))
            .ShouldBeOfType<ProblemHttpResult>()
            .ProblemDetails;

        problem.Status.ShouldBe(409);
        problem.Extensions["reason"].ShouldBe("wrong_status");
    }

    [Fact]
    public async Task An_older_version_is_refused_as_stale()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        var answer = await AcceptEndpoint.HandleAsync(
            ticket,
            "\"1\"",
            await world.PersonAsync(),
            world.Get<TicketDesk>(),
            Stop
        );

        answer.Result.ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(412);
    }

    [Fact]
    public async Task A_person_may_be_given_more_than_their_capacity_by_hand_and_it_counts()
    {
        await using var world = await BeginAsync(postgres);
        var (lead, agent) = (await world.PersonAsync(Role.Lead, member: false), await world.PersonAsync(capacity: 0));
        var agentId = Guid.Parse(agent.FindFirstValue("sub")!);
        foreach (var author in new[] { "ann", "bob" })
        {
            await AssignEndpoint.HandleAsync(
                await world.OpenAsync(author),
                new AssignRequest(agentId, "knows them"),
                null,
                lead,
                world.Get<TicketDesk>(),
                Stop
            );
        }

        (
            await world.OneAsync<int>(
                "SELECT open_tickets FROM router.agents WHERE agent_id = @agentId",
                new { agentId }
            )
        ).ShouldBe(2);
    }

    [Fact]
    public async Task Two_people_accept_at_once_and_one_gets_the_ticket()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var people = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.PersonAsync()));

        var answers = await Task.WhenAll(people.Select(person => Commands["accept"](world, ticket, person)));

        answers.OfType<Ok<TicketDetail>>().Count().ShouldBe(1);
        (await world.OneAsync<int>("SELECT sum(open_tickets)::int FROM router.agents")).ShouldBe(1);
    }

    private static async Task RunAsync(RouterWorld world, long ticket, ClaimsPrincipal person, params string[] commands)
    {
        foreach (var command in commands)
        {
            (await Commands[command](world, ticket, person)).ShouldBeOfType<Ok<TicketDetail>>(command);
        }
    }
}
