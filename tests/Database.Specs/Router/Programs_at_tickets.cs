using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.Tickets;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.Giving_out_work;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>A program may do what its token allows. It is no person: it has no tickets, and what it writes answers nobody.</summary>
public sealed class Programs_at_tickets(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_programs_reply_is_sent_and_shown_as_its_own_and_the_customer_still_waits()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();
        var (program, before) = (Program(), await world.TicketAsync(ticket));
        var clock = await world.ClockAsync(ticket, ClockKind.FirstResponse);
        world.Time.Advance(TimeSpan.FromMinutes(3));

        var answer = await world.ReplyAsync(ticket, program);

        var shown = answer.ShouldBeOfType<Ok<TicketDetail>>().Value!.Timeline.Single(item => item.Type == "reply");
        (shown.By, shown.Reply!.ByProgram).ShouldBe(("answering machine", true));
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies WHERE published_at IS NULL")).ShouldBe(1);
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).ShouldBeEquivalentTo(clock);
        var after = await world.TicketAsync(ticket);
        (after.OldestUnansweredAt, after.FirstRepliedAt, after.AssigneeId).ShouldBe(
            (before.OldestUnansweredAt, null, null)
        );
        (await world.OneAsync<long>("SELECT count(*) FROM router.last_answers")).ShouldBe(0);

        var person = await world.PersonAsync();
        await world.ReplyAsync(ticket, person);

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("met");
        (await world.OneAsync<Guid>("SELECT agent_id FROM router.last_answers")).ShouldBe(IdOf(person));
        (await world.ReplayAsync(ticket)).FirstRepliedAt.ShouldBe(world.Now);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whatever_becomes_of_a_programs_reply_no_clock_hears_of_it(bool arrivesAfterAll)
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, reply, person) = (await world.OpenAsync(), Guid.NewGuid(), await world.PersonAsync());
        await world.ReplyAsync(ticket, Program(), key: reply);
        var outcomes = world.Get<ReplyOutcomes>();

        await outcomes.FailedAsync(new ReplyFailed(reply, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);
        if (arrivesAfterAll)
        {
            await outcomes.SentAsync(new ReplySent(reply, "x", ByHand: false, world.Time.GetUtcNow()), Stop);
        }

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("running");
        (await world.TicketAsync(ticket)).OldestUnansweredAt.ShouldNotBeNull();
        (await world.EventsAsync(ticket)).ShouldNotContain("answer_taken_back");
        (await world.OneAsync<long>("SELECT count(*) FROM router.last_answers")).ShouldBe(0);

        // The answer of a person who comes after is not the program's to lose either.
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(ticket, person);
        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).StoppedAt.ShouldBe(world.Now);
    }

    [Fact]
    public async Task A_persons_answer_that_is_lost_is_not_made_good_by_what_a_program_wrote_after_it()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, reply) = (await world.OpenAsync(), Guid.NewGuid());
        await world.ReplyAsync(ticket, await world.PersonAsync(), key: reply);
        world.Time.Advance(TimeSpan.FromMinutes(1));
        await world.ReplyAsync(ticket, Program());

        await world
            .Get<ReplyOutcomes>()
            .FailedAsync(new ReplyFailed(reply, Unknown: false, "refused", world.Time.GetUtcNow()), Stop);

        (await world.ClockAsync(ticket, ClockKind.FirstResponse)).State.ShouldBe("running");
        (await world.OneAsync<long>("SELECT count(*) FROM router.last_answers")).ShouldBe(0);
    }

    [Fact]
    public async Task Nothing_follows_from_a_programs_reply()
    {
        await using var world = await BeginAsync(postgres);
        var ticket = await world.OpenAsync();

        FieldOf(await world.ReplyAsync(ticket, Program(), "resolve")).ShouldBe(("answers_nobody", "then"));

        (await world.TicketAsync(ticket)).Status.ShouldBe("new");
        (await world.OneAsync<long>("SELECT count(*) FROM router.replies")).ShouldBe(0);
    }

    [Fact]
    public async Task Nobody_gives_a_program_a_ticket_and_it_takes_none()
    {
        await using var world = await BeginAsync(postgres);
        var (ticket, program, lead) = (await world.OpenAsync(), Program(), await world.PersonAsync(Role.Lead));
        var desk = world.Get<TicketDesk>();
        await NoteEndpoint.HandleAsync(ticket, new NoteRequest("seen"), null, program, desk, Stop);

        var given = await AssignEndpoint.HandleAsync(
            ticket,
            new AssignRequest(IdOf(program), null),
            null,
            lead,
            desk,
            Stop
        );
        FieldOf(given.Result).ShouldBe(("program", "assignee_id"));
        var taken = await AcceptEndpoint.HandleAsync(ticket, null, program, desk, Stop);
        Handing_over.ReasonOf(taken.Result).ShouldBe("program");
        var returns = await Handing_over.QueueAsync(world, "Returns");
        Handing_over
            .ReasonOf(await Handing_over.HandOverAsync(world, ticket, program, returns))
            .ShouldBe("not_assigned");

        await Handing_over.HandOverAsync(world, ticket, lead, returns);
        Handing_over.ReasonOf(await Handing_over.AcceptAsync(world, ticket, program)).ShouldBe("program");
        (await world.TicketAsync(ticket)).AssigneeId.ShouldBe(IdOf(lead));
    }

    [Fact]
    public async Task The_system_gives_a_program_nothing_either_and_takes_back_what_it_had()
    {
        await using var world = await BeginAsync(postgres);
        var (first, second) = (await world.OpenAsync("ann"), await world.OpenAsync("bob"));
        var (program, lead) = (Program(), await world.PersonAsync(Role.Lead, member: false));
        // A version before knew it for one of the crew.
        await world.SqlAsync(
            """
            INSERT INTO router.agents (agent_id, name, capacity, online) VALUES (@id, 'answering machine', 20, true);
            INSERT INTO router.queue_members (queue_id, agent_id) VALUES (@Support, @id)
            """,
            new { id = IdOf(program), RouterDefaults.Support }
        );
        await AssignAsync(world, first, lead, IdOf(program));

        await NoteEndpoint.HandleAsync(second, new NoteRequest("seen"), null, program, world.Get<TicketDesk>(), Stop);
        await world.Get<SwitchedOffAgents>().ReturnAsync(Stop);
        await DrainAsync(world);

        (await world.TicketAsync(first)).AssigneeId.ShouldBeNull();
        (await world.TicketAsync(second)).AssigneeId.ShouldBeNull();
    }

    private static ClaimsPrincipal Program() =>
        new(
            new Caller(Guid.NewGuid(), "answering machine", [Role.Lead])
            {
                Scopes = [ApiScopes.Write(ApiScopes.Tickets)],
            }.ToIdentity("specs")
        );

    private static (string? Reason, string? Field) FieldOf(IResult result)
    {
        var problem = result.ShouldBeOfType<ProblemHttpResult>().ProblemDetails;
        return (
            problem.Extensions["reason"]?.ToString(),
            (problem.Extensions["errors"] as Dictionary<string, string[]>)?.Keys.Single()
        );
    }
}
