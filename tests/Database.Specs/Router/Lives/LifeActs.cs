using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Cases;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Rules;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Tickets;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What a person can do to a ticket, each by its name, through the endpoint that does it.</summary>
internal static partial class LifeActs
{
    public static IReadOnlyList<string> Desk { get; } =
    [
        "accept",
        "reply",
        "reply",
        "reply then wait",
        "reply then resolve",
        "reply unseen",
        "note",
        "wait customer",
        "wait third_party",
        "resume",
        "resolve",
        "resolve",
        "reopen",
        "assign",
        "unassign",
        "priority",
        "hand over",
        "hand over",
        "accept hand-over",
        "refuse hand-over",
        "withdraw hand-over",
        "split",
        "split",
        "merge",
        "link",
        "unlink",
        "snooze",
        "wake",
        "no reply needed",
        "relabel",
        "relabel",
        "order number",
        "retry reply",
        "macro",
        "macro",
    ];

    /// <summary>Everything that an act may choose from, as it stands before the step.</summary>
    private sealed record Choice(
        LifeRun Run,
        LifeAct Act,
        long Ticket,
        long Other,
        Guid[] Posts,
        Guid Reply,
        string Seen,
        string About,
        long Version,
        Priority Priority
    )
    {
        public ClaimsPrincipal Person => LifeScene.People[Act.Who % LifeScene.People.Count];

        public Guid Colleague => LifeScene.Ids[Act.Pick % 4];
    }

    /// <summary>Chooses what the act is about, so that acts of one step do not depend on each other's order.</summary>
    /// <returns>The act; true where it was done, false where it was refused.</returns>
    public static async Task<Func<IServiceProvider, Task<bool>>> PrepareAsync(LifeRun run, LifeAct act)
    {
        if (Posts.Contains(act.What))
        {
            return PreparePosts(run, act);
        }

        if (Duty.Contains(act.What))
        {
            return await PrepareDutyAsync(run, act);
        }

        if (RuleDeeds.TryGetValue(act.What, out var rule))
        {
            return router => rule.DoAsync(run, new LifeRouter(router), act);
        }

        if (act.What == Gone)
        {
            return await run.Withdrawals.PrepareAsync(act);
        }

        if (PraiseDeeds.TryGetValue(act.What, out var deed))
        {
            return await PreparePraiseAsync(run, act, deed);
        }

        var tickets = await run.World.ListAsync<long>("SELECT ticket_id FROM router.tickets ORDER BY ticket_id");
        if (tickets.Count == 0)
        {
            return _ => Task.FromResult(false);
        }

        // The newest ones more often: what is closed is done with.
        var newest = Math.Min(tickets.Count, 5);
        var ticket = act.On % 4 == 0 ? tickets[act.On % tickets.Count] : tickets[^(1 + act.On % newest)];
        var posts = await run.World.ListAsync<Guid>(
            act.What == "relabel" && act.On % 3 == 0
                ? "SELECT mention_id FROM router.mentions ORDER BY seq"
                : "SELECT mention_id FROM router.mentions WHERE ticket_id = @ticket ORDER BY posted_at, mention_id",
            new { ticket }
        );
        var replies = await run.World.ListAsync<Guid>(
            "SELECT reply_id FROM router.replies WHERE ticket_id = @ticket ORDER BY created_at, reply_id",
            new { ticket }
        );
        var stood = await run.World.OneAsync<(string LastSeen, string AuthorId, long Version, string Priority)>(
            "SELECT last_seen, author_id, version, priority FROM router.tickets WHERE ticket_id = @ticket",
            new { ticket }
        );
        var choice = new Choice(
            run,
            act,
            ticket,
            tickets[act.Pick % tickets.Count],
            [.. posts],
            replies.Count == 0 ? Guid.Empty : replies[act.Pick % replies.Count],
            stood.LastSeen,
            // Who says something of somebody while they are erased says it after them: it is not the erasure's to find.
            run.IsErasing
                ? ""
                : stood.AuthorId,
            stood.Version,
            WireName<Priority>.Parse(stood.Priority)
        );
        return Twice.Contains(act.What) ? router => RunTwiceAsync(choice, router) : router => RunAsync(choice, router);
    }

    private static async Task<bool> RunAsync(Choice choice, IServiceProvider router)
    {
        var (id, person, pick) = (choice.Ticket, choice.Person, choice.Act.Pick);
        var desk = router.GetRequiredService<TicketDesk>();
        var cases = router.GetRequiredService<CaseDesk>();
        var rules = router.GetRequiredService<RuleBooks>();
        IResult? result = choice.Act.What switch
        {
            "accept" => (await AcceptEndpoint.HandleAsync(id, null, person, desk, Stop)).Result,
            "reply" => await ReplyAsync("none", choice.Seen),
            "reply then wait" => await ReplyAsync("wait", choice.Seen),
            "reply then resolve" => await ReplyAsync("resolve", choice.Seen),
            "reply unseen" => await ReplyAsync("none", choice.Posts.Length > 0 ? $"{choice.Posts[0]}" : "x"),
            "note" => (
                await NoteEndpoint.HandleAsync(
                    id,
                    new NoteRequest($"@ben look at {choice.About}"),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result,
            "wait customer" => await WaitAsync("customer"),
            "wait third_party" => await WaitAsync("third_party"),
            "resume" => (await ResumeEndpoint.HandleAsync(id, null, person, desk, Stop)).Result,
            "resolve" => (
                await ResolveEndpoint.HandleAsync(
                    id,
                    new ResolveRequest($"done for {choice.About}"),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result,
            "reopen" => (
                await ReopenEndpoint.HandleAsync(
                    id,
                    new ReopenRequest($"{choice.About} again"),
                    null,
                    person,
                    desk,
                    rules,
                    Stop
                )
            ).Result,
            "assign" => await AssignAsync(choice.Colleague),
            "unassign" => await AssignAsync(null),
            "priority" => (
                await SetPriorityEndpoint.HandleAsync(
                    id,
                    new PriorityRequest((Priority)(pick % 4), null),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result,
            "hand over" => (
                await HandOverEndpoints.HandOverAsync(
                    id,
                    new HandOverRequest
                    {
                        QueueId = pick % 2 == 0 ? LifeScene.Returns : RouterDefaults.Support,
                        Reason = $"{choice.About} is theirs",
                        Promised = $"an answer to {choice.About} today",
                        OrderNumber = pick % 3 == 0 ? $"A-{pick % 5}" : null,
                    },
                    null,
                    person,
                    desk,
                    rules,
                    Stop
                )
            ).Result,
            "accept hand-over" => (await HandOverEndpoints.AcceptAsync(id, null, person, desk, Stop)).Result,
            "refuse hand-over" => (
                await HandOverEndpoints.RefuseAsync(
                    id,
                    new RefuseHandOverRequest($"{choice.About} is not ours"),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result,
            "withdraw hand-over" => (
                await HandOverEndpoints.WithdrawAsync(id, new WithdrawHandOverRequest(null), null, person, desk, Stop)
            ).Result,
            "split" => (
                await CaseEndpoints.SplitAsync(
                    id,
                    new SplitRequest([.. choice.Posts.Where((_, i) => (pick >> i) % 2 == 0)], null),
                    null,
                    person,
                    cases,
                    router.GetRequiredService<SplitCase>(),
                    Stop
                )
            ).Result,
            "merge" => (
                await CaseEndpoints.MergeAsync(id, new MergeRequest(choice.Other, null), null, person, cases, Stop)
            ).Result,
            "link" => (
                await CaseEndpoints.LinkAsync(id, new LinkRequest(choice.Other, "caused_by"), person, cases, Stop)
            ).Result,
            "unlink" => (await CaseEndpoints.UnlinkAsync(id, choice.Other, person, cases, Stop)).Result,
            "snooze" => (
                await SnoozeEndpoints.SnoozeAsync(
                    id,
                    new SnoozeRequest(
                        pick % 3 == 0 ? null : choice.Run.World.Time.GetUtcNow().AddMinutes(1 + pick % 300),
                        null
                    ),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result,
            "wake" => (await SnoozeEndpoints.WakeAsync(id, null, person, desk, Stop)).Result,
            "no reply needed" => (
                await NoReplyNeededEndpoint.HandleAsync(id, new NoReplyNeededRequest("spam"), null, person, desk, Stop)
            ).Result,
            "relabel" when choice.Posts.Length > 0 => (
                await RelabelEndpoint.HandleAsync(
                    choice.Posts[pick / 4 % choice.Posts.Length],
                    new RelabelRequest((Label)(pick % 4), null),
                    null,
                    person,
                    router.GetRequiredService<MentionRelabel>(),
                    Stop
                )
            ).Result,
            "order number" => (
                await OrderNumberEndpoint.HandleAsync(
                    id,
                    new OrderNumberRequest(pick % 4 == 0 ? null : $"B-{pick % 7}"),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result,
            "retry reply" => (await RetryReplyEndpoint.HandleAsync(id, choice.Reply, person, desk, Stop)).Result,
            "macro" => (
                await MacroEndpoints.RunAsync(
                    id,
                    LifeScene.Macros[pick % LifeScene.Macros.Count],
                    new MacroRequest { LastSeen = choice.Seen },
                    null,
                    null,
                    person,
                    router.GetRequiredService<NpgsqlDataSource>(),
                    router.GetRequiredService<CannedReplyStore>(),
                    desk,
                    rules,
                    Stop
                )
            ).Result,
            _ => null,
        };
        return result is Ok<TicketDetail> or Ok<MentionView>;

        async Task<IResult> ReplyAsync(string then, string seen) =>
            (
                await ReplyEndpoint.HandleAsync(
                    id,
                    new ReplyRequest
                    {
                        Text = $"We are looking into it, {choice.About}.",
                        LastSeen = seen,
                        Then = then,
                    },
                    null,
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result;

        async Task<IResult> WaitAsync(string what) =>
            (
                await WaitEndpoint.HandleAsync(
                    id,
                    new WaitRequest(what, $"parts of {choice.About}"),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result;

        async Task<IResult> AssignAsync(Guid? to) =>
            (
                await AssignEndpoint.HandleAsync(
                    id,
                    new AssignRequest(to, $"knows {choice.About}"),
                    null,
                    person,
                    desk,
                    Stop
                )
            ).Result;
    }
}
