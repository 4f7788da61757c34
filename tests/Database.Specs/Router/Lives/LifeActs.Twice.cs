using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Tickets;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What programs do, and what is sent twice at the same moment.</summary>
internal static partial class LifeActs
{
    private static readonly Dictionary<string, LifeDeed<Choice>> TwiceDeeds = new(StringComparer.Ordinal)
    {
        ["program reply"] = new(1, (choice, router) => ReplyOnceAsync(choice, router.Desk, LifeScene.Program, null)),
        ["program note"] = new(1, (choice, router) => NoteOnceAsync(choice, router.Desk, LifeScene.Program, null)),
        ["program accept"] = new(
            1,
            async (choice, router) =>
                await AcceptEndpoint.HandleAsync(choice.Ticket, null, LifeScene.Program, router.Desk, Stop)
        ),
        ["program resolve"] = new(
            1,
            async (choice, router) =>
                await ResolveEndpoint.HandleAsync(
                    choice.Ticket,
                    new ResolveRequest("seen to"),
                    null,
                    LifeScene.Program,
                    router.Desk,
                    Stop
                )
        ),
        ["reply twice"] = new(2, (choice, router) => ReplyTwiceAsync(choice, router.Desk, OtherDesk(choice))),
        ["note by version twice"] = new(
            1,
            (choice, router) =>
                ByVersionTwiceAsync(
                    choice,
                    ifMatch => NoteOnceAsync(choice, router.Desk, choice.Person, ifMatch),
                    ifMatch => NoteOnceAsync(choice, OtherDesk(choice), LifeScene.Program, ifMatch)
                )
        ),
        ["priority by version twice"] = new(
            1,
            (choice, router) =>
                ByVersionTwiceAsync(
                    choice,
                    ifMatch => NoteOnceAsync(choice, router.Desk, choice.Person, ifMatch),
                    ifMatch => PriorityOnceAsync(choice, OtherDesk(choice), ifMatch)
                )
        ),
    };

    private static TicketDesk OtherDesk(Choice choice) =>
        new LifeRouter(choice.Run.Routers[choice.Act.On % choice.Run.Routers.Count]).Desk;

    /// <summary>The same key at both routers: one reply, one answer to the customer, whoever was first.</summary>
    private static async Task<bool> ReplyTwiceAsync(Choice choice, TicketDesk one, TicketDesk other)
    {
        var key = Guid.NewGuid();
        var person = choice.Act.Pick % 3 == 0 ? LifeScene.Program : choice.Person;
        var answers = await Task.WhenAll(
            Task.Run(() => ReplyOnceAsync(choice, one, person, key), Stop),
            Task.Run(() => ReplyOnceAsync(choice, other, person, key), Stop)
        );
        var done = answers.Any(LifeDeed.IsDone);
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
        Func<string, Task<INestedHttpResult>> first,
        Func<string, Task<INestedHttpResult>> second
    )
    {
        var ifMatch = $"\"{choice.Version}\"";
        var answers = await Task.WhenAll(Task.Run(() => first(ifMatch), Stop), Task.Run(() => second(ifMatch), Stop));
        answers.Count(LifeDeed.IsDone).ShouldBeLessThan(2, $"{choice.Act}: both changed version {choice.Version}");
        return answers.Any(LifeDeed.IsDone);
    }

    private static async Task<INestedHttpResult> ReplyOnceAsync(
        Choice choice,
        TicketDesk desk,
        ClaimsPrincipal person,
        Guid? key
    ) =>
        await ReplyEndpoint.HandleAsync(
            choice.Ticket,
            new ReplyRequest { Text = $"Once, {choice.About}.", LastSeen = choice.Seen },
            key,
            null,
            person,
            desk,
            Stop
        );

    private static async Task<INestedHttpResult> NoteOnceAsync(
        Choice choice,
        TicketDesk desk,
        ClaimsPrincipal person,
        string? ifMatch
    ) =>
        await NoteEndpoint.HandleAsync(
            choice.Ticket,
            new NoteRequest($"looked at {choice.About}"),
            ifMatch,
            person,
            desk,
            Stop
        );

    /// <summary>One that the ticket does not have, so that something changes.</summary>
    private static async Task<INestedHttpResult> PriorityOnceAsync(Choice choice, TicketDesk desk, string ifMatch) =>
        await SetPriorityEndpoint.HandleAsync(
            choice.Ticket,
            new PriorityRequest(choice.Priority == Priority.High ? Priority.Normal : Priority.High, null),
            ifMatch,
            LifeScene.Program,
            desk,
            Stop
        );
}
