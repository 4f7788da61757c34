using System.Security.Claims;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Router.Tickets;
using TriageMesh.Router.Viewers;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

public sealed class Two_people_at_one_ticket(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task Each_sees_the_other_and_whether_they_write()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, ann, ben) = (await world.OpenAsync(), await world.PersonAsync(), await world.PersonAsync());
        (await AtAsync(world, ticket, ann, "viewing")).ShouldBeEmpty();

        (await AtAsync(world, ticket, ben, "typing"))
            .Select(person => (person.Id, person.Typing))
            .ShouldBe([(Handing_over.IdOf(ann), false)]);

        (await AtAsync(world, ticket, ann, "viewing")).ShouldHaveSingleItem().Typing.ShouldBeTrue();
        (await world.PageAsync(ann)).Items.ShouldHaveSingleItem().Present.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Whoever_is_not_heard_of_for_twenty_five_seconds_is_gone()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, ann, ben) = (await world.OpenAsync(), await world.PersonAsync(), await world.PersonAsync());
        await AtAsync(world, ticket, ann, "typing");

        world.Time.Advance(TimeSpan.FromSeconds(24));
        (await AtAsync(world, ticket, ben, "viewing")).Count.ShouldBe(1);
        world.Time.Advance(TimeSpan.FromSeconds(1));

        (await AtAsync(world, ticket, ben, "viewing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_closes_the_ticket_is_gone_at_once()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, ann, ben) = (await world.OpenAsync(), await world.PersonAsync(), await world.PersonAsync());
        await AtAsync(world, ticket, ann, "typing");

        await AtAsync(world, ticket, ann, "gone");

        (await AtAsync(world, ticket, ben, "viewing")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nobody_is_at_a_ticket_that_they_may_not_see()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        var answer = await PutAsync(world, ticket, await world.PersonAsync(member: false), "viewing");

        answer.ShouldBeOfType<ProblemHttpResult>().StatusCode.ShouldBe(404);
        (await world.OneAsync<long>("SELECT count(*) FROM router.presence")).ShouldBe(0);
    }

    [Fact]
    public async Task Who_answers_past_something_unseen_is_shown_all_of_it_and_may_send_anyway()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, ann, ben) = (await world.OpenAsync(), await world.PersonAsync(), await world.PersonAsync());
        var seen = (await world.TicketAsync(ticket)).LastSeen;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(ticket, ben, "wait");
        await NoteEndpoint.HandleAsync(ticket, new NoteRequest("asked"), null, ben, world.Get<TicketDesk>(), Stop);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync(world.Post("ann", "second"));

        var conflict = UnseenIn(await world.ReplyAsync(ticket, ann, lastSeen: seen));

        conflict
            .Newer.Where(item => item.Type != "event")
            .Select(item => item.Type)
            .ShouldBe(["mention", "reply", "note"], ignoreOrder: true);
        conflict.Newer.Select(item => item.Event).ShouldContain("waiting");
        (conflict.TicketStatus, conflict.Assignee!.Id).ShouldBe((TicketStatus.Open, Handing_over.IdOf(ben)));
        (await world.ReplyAsync(ticket, ann, lastSeen: conflict.LastSeen)).ShouldBeOfType<Ok<TicketDetail>>();
    }

    [Theory]
    [InlineData("resolve")]
    [InlineData("note")]
    public async Task Resolving_and_noting_are_checked_alike_for_whoever_says_what_they_saw(string what)
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, ann, desk) = (await world.OpenAsync(), await world.PersonAsync(), world.Get<TicketDesk>());
        var seen = (await world.TicketAsync(ticket)).LastSeen;
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.RouteAsync(world.Post("ann", "second"));
        var before = await world.TicketAsync(ticket);

        var answer =
            what == "note"
                ? (
                    await NoteEndpoint.HandleAsync(
                        ticket,
                        new NoteRequest("x") { LastSeen = seen },
                        null,
                        ann,
                        desk,
                        Stop
                    )
                ).Result
                : (
                    await ResolveEndpoint.HandleAsync(
                        ticket,
                        new ResolveRequest("x") { LastSeen = seen },
                        null,
                        ann,
                        desk,
                        Stop
                    )
                ).Result;

        UnseenIn(answer).Newer.ShouldContain(item => item.Type == "mention");
        (await world.TicketAsync(ticket)).ShouldBe(before);
    }

    /// <summary>What the problem details of a 409 say has come in.</summary>
    internal static ReplyConflict UnseenIn(IResult answer)
    {
        var problem = answer.ShouldBeOfType<ProblemHttpResult>();
        (problem.StatusCode, problem.ContentType).ShouldBe((409, "application/problem+json"));
        // As a program reads it.
        return JsonSerializer.Deserialize<ReplyConflict>(
            JsonSerializer.Serialize(problem.ProblemDetails, MeshJson.Options),
            MeshJson.Options
        )!;
    }

    private static async Task<IReadOnlyList<PresentPerson>> AtAsync(
        RouterWorld world,
        long ticket,
        ClaimsPrincipal person,
        string state
    ) => (await PutAsync(world, ticket, person, state)).ShouldBeOfType<Ok<IReadOnlyList<PresentPerson>>>().Value!;

    private static async Task<IResult> PutAsync(RouterWorld world, long ticket, ClaimsPrincipal person, string state)
    {
        // The bus of these specifications is not running: nobody is told, and nobody waits for it longer than a second.
        return (
            await PresenceEndpoint.HandleAsync(
                ticket,
                new TicketPresenceRequest(state),
                person,
                world.Get<NpgsqlDataSource>(),
                world.Get<TicketPresences>(),
                world.Get<IBus>(),
                Stop
            )
        ).Result;
    }
}
