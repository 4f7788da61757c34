using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Tickets;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What programs do, and what is sent twice at the same moment.</summary>
internal static partial class LifeActs
{
    public static IReadOnlyList<string> Twice { get; } =
    [
        "program reply",
        "program note",
        "program accept",
        "program resolve",
        "reply twice",
        "reply twice",
        "note by version twice",
        "priority by version twice",
    ];

    private static async Task<bool> RunTwiceAsync(Choice choice, IServiceProvider router)
    {
        var desk = router.GetRequiredService<TicketDesk>();
        var other = choice.Run.Routers[choice.Act.On % choice.Run.Routers.Count].GetRequiredService<TicketDesk>();
        return choice.Act.What switch
        {
            "program reply" => IsDone(await ReplyOnceAsync(choice, desk, LifeScene.Program, null)),
            "program note" => IsDone(await NoteOnceAsync(choice, desk, LifeScene.Program, null)),
            "program accept" => IsDone(
                (await AcceptEndpoint.HandleAsync(choice.Ticket, null, LifeScene.Program, desk, Stop)).Result
            ),
            "program resolve" => IsDone(
                (
                    await ResolveEndpoint.HandleAsync(
                        choice.Ticket,
                        new ResolveRequest("seen to"),
                        null,
                        LifeScene.Program,
                        desk,
                        Stop
                    )
                ).Result
            ),
            "reply twice" => await ReplyTwiceAsync(choice, desk, other),
            "note by version twice" => await ByVersionTwiceAsync(
                choice,
                ifMatch => NoteOnceAsync(choice, desk, choice.Person, ifMatch),
                ifMatch => NoteOnceAsync(choice, other, LifeScene.Program, ifMatch)
            ),
            "priority by version twice" => await ByVersionTwiceAsync(
                choice,
                ifMatch => NoteOnceAsync(choice, desk, choice.Person, ifMatch),
                ifMatch => PriorityOnceAsync(choice, other, ifMatch)
            ),
            _ => false,
        };
    }

    private static bool IsDone(IResult? result) => result is Ok<TicketDetail>;

    /// <summary>The same key at both routers: one reply, one answer to the customer, whoever was first.</summary>
    private static async Task<bool> ReplyTwiceAsync(Choice choice, TicketDesk one, TicketDesk other)
    {
        var key = Guid.NewGuid();
        var person = choice.Act.Pick % 3 == 0 ? LifeScene.Program : choice.Person;
        var answers = await Task.WhenAll(
            Task.Run(() => ReplyOnceAsync(choice, one, person, key), Stop),
            Task.Run(() => ReplyOnceAsync(choice, other, person, key), Stop)
        );
        var done = answers.Any(IsDone);
        (
            await choice.Run.World.OneAsync<(long Replies, long Asked, long Answered)>(
                """
                SELECT (SELECT count(*) FROM router.replies WHERE reply_id = @key),
                       (SELECT count(*) FROM router.events WHERE ticket_id = @Ticket AND kind = 'reply_requested' AND data ->> 'reply_id' = @key::text),
                       (SELECT count(*) FROM router.events WHERE ticket_id = @Ticket AND kind = 'replied' AND data ->> 'reply_id' = @key::text)
                """,
                new { choice.Ticket, key }
            )
        ).ShouldBe(done ? (1, 1, 1) : (0, 0, 0), $"{choice.Act}: one key is one reply");
        return done;
    }

    /// <summary>Two who have the same version before them: what the second has seen is no longer so.</summary>
    private static async Task<bool> ByVersionTwiceAsync(
        Choice choice,
        Func<string, Task<IResult>> first,
        Func<string, Task<IResult>> second
    )
    {
        var ifMatch = $"\"{choice.Version}\"";
        var answers = await Task.WhenAll(Task.Run(() => first(ifMatch), Stop), Task.Run(() => second(ifMatch), Stop));
        answers.Count(IsDone).ShouldBeLessThan(2, $"{choice.Act}: both changed version {choice.Version}");
        return answers.Any(IsDone);
    }

    private static async Task<IResult> ReplyOnceAsync(
        Choice choice,
        TicketDesk desk,
        ClaimsPrincipal person,
        Guid? key
    ) =>
        (
            await ReplyEndpoint.HandleAsync(
                choice.Ticket,
                new ReplyRequest { Text = $"Once, {choice.About}.", LastSeen = choice.Seen },
                key,
                null,
                person,
                desk,
                Stop
            )
        ).Result;

    private static async Task<IResult> NoteOnceAsync(
        Choice choice,
        TicketDesk desk,
        ClaimsPrincipal person,
        string? ifMatch
    ) =>
        (
            await NoteEndpoint.HandleAsync(
                choice.Ticket,
                new NoteRequest($"looked at {choice.About}"),
                ifMatch,
                person,
                desk,
                Stop
            )
        ).Result;

    /// <summary>One that the ticket does not have, so that something changes.</summary>
    private static async Task<IResult> PriorityOnceAsync(Choice choice, TicketDesk desk, string ifMatch) =>
        (
            await SetPriorityEndpoint.HandleAsync(
                choice.Ticket,
                new PriorityRequest(choice.Priority == Priority.High ? Priority.Normal : Priority.High, null),
                ifMatch,
                LifeScene.Program,
                desk,
                Stop
            )
        ).Result;
}
