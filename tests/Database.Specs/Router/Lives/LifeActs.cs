using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Cases;
using TriageMesh.Router.Defaults;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Tickets;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What a person can do to a ticket, each by its name, through the endpoint that does it.</summary>
internal static partial class LifeActs
{
    private static readonly Dictionary<string, LifeDeed<Choice>> DeskDeeds = new(StringComparer.Ordinal)
    {
        ["accept"] = new(1, async (c, r) => await AcceptEndpoint.HandleAsync(c.Ticket, null, c.Person, r.Desk, Stop)),
        ["reply"] = new(2, async (c, r) => await ReplyAsync(c, r, "none", c.Seen)),
        ["reply then wait"] = new(1, async (c, r) => await ReplyAsync(c, r, "wait", c.Seen)),
        ["reply then resolve"] = new(1, async (c, r) => await ReplyAsync(c, r, "resolve", c.Seen)),
        ["reply unseen"] = new(
            1,
            async (c, r) => await ReplyAsync(c, r, "none", c.Posts.Length > 0 ? $"{c.Posts[0]}" : "x")
        ),
        ["note"] = new(
            1,
            async (c, r) =>
                await NoteEndpoint.HandleAsync(
                    c.Ticket,
                    new NoteRequest($"@ben look at {c.About}"),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["wait customer"] = new(1, async (c, r) => await WaitAsync(c, r, "customer")),
        ["wait third_party"] = new(1, async (c, r) => await WaitAsync(c, r, "third_party")),
        ["resume"] = new(1, async (c, r) => await ResumeEndpoint.HandleAsync(c.Ticket, null, c.Person, r.Desk, Stop)),
        ["resolve"] = new(
            2,
            async (c, r) =>
                await ResolveEndpoint.HandleAsync(
                    c.Ticket,
                    new ResolveRequest($"done for {c.About}"),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["reopen"] = new(
            1,
            async (c, r) =>
                await ReopenEndpoint.HandleAsync(
                    c.Ticket,
                    new ReopenRequest($"{c.About} again"),
                    null,
                    c.Person,
                    r.Desk,
                    r.Rules,
                    Stop
                )
        ),
        ["assign"] = new(1, async (c, r) => await AssignAsync(c, r, c.Colleague)),
        ["unassign"] = new(1, async (c, r) => await AssignAsync(c, r, null)),
        ["priority"] = new(
            1,
            async (c, r) =>
                await SetPriorityEndpoint.HandleAsync(
                    c.Ticket,
                    new PriorityRequest((Priority)(c.Act.Pick % 4), null),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["hand over"] = new(
            2,
            async (c, r) =>
                await HandOverEndpoints.HandOverAsync(
                    c.Ticket,
                    new HandOverRequest
                    {
                        QueueId = c.Act.Pick % 2 == 0 ? LifeScene.Returns : RouterDefaults.Support,
                        Reason = $"{c.About} is theirs",
                        Promised = $"an answer to {c.About} today",
                        OrderNumber = c.Act.Pick % 3 == 0 ? $"A-{c.Act.Pick % 5}" : null,
                    },
                    null,
                    c.Person,
                    r.Desk,
                    r.Rules,
                    Stop
                )
        ),
        ["accept hand-over"] = new(
            1,
            async (c, r) => await HandOverEndpoints.AcceptAsync(c.Ticket, null, c.Person, r.Desk, Stop)
        ),
        ["refuse hand-over"] = new(
            1,
            async (c, r) =>
                await HandOverEndpoints.RefuseAsync(
                    c.Ticket,
                    new RefuseHandOverRequest($"{c.About} is not ours"),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["withdraw hand-over"] = new(
            1,
            async (c, r) =>
                await HandOverEndpoints.WithdrawAsync(
                    c.Ticket,
                    new WithdrawHandOverRequest(null),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["split"] = new(
            2,
            async (c, r) =>
                await CaseEndpoints.SplitAsync(
                    c.Ticket,
                    new SplitRequest([.. c.Posts.Where((_, i) => (c.Act.Pick >> i) % 2 == 0)], null),
                    null,
                    c.Person,
                    r.Cases,
                    r.Get<SplitCase>(),
                    Stop
                )
        ),
        ["merge"] = new(
            1,
            async (c, r) =>
                await CaseEndpoints.MergeAsync(c.Ticket, new MergeRequest(c.Other, null), null, c.Person, r.Cases, Stop)
        ),
        ["link"] = new(
            1,
            async (c, r) =>
                await CaseEndpoints.LinkAsync(c.Ticket, new LinkRequest(c.Other, "caused_by"), c.Person, r.Cases, Stop)
        ),
        ["unlink"] = new(
            1,
            async (c, r) => await CaseEndpoints.UnlinkAsync(c.Ticket, c.Other, c.Person, r.Cases, Stop)
        ),
        ["snooze"] = new(
            1,
            async (c, r) =>
                await SnoozeEndpoints.SnoozeAsync(
                    c.Ticket,
                    new SnoozeRequest(
                        c.Act.Pick % 3 == 0 ? null : c.Run.World.Time.GetUtcNow().AddMinutes(1 + c.Act.Pick % 300),
                        null
                    ),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["wake"] = new(1, async (c, r) => await SnoozeEndpoints.WakeAsync(c.Ticket, null, c.Person, r.Desk, Stop)),
        ["no reply needed"] = new(
            1,
            async (c, r) =>
                await NoReplyNeededEndpoint.HandleAsync(
                    c.Ticket,
                    new NoReplyNeededRequest("spam"),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["relabel"] = new(
            2,
            async (c, r) =>
                c.Posts.Length > 0
                && LifeDeed.IsDone(
                    await RelabelEndpoint.HandleAsync(
                        c.Posts[c.Act.Pick / 4 % c.Posts.Length],
                        new RelabelRequest((Label)(c.Act.Pick % 4), null),
                        null,
                        c.Person,
                        r.Get<MentionRelabel>(),
                        Stop
                    )
                )
        ),
        ["order number"] = new(
            1,
            async (c, r) =>
                await OrderNumberEndpoint.HandleAsync(
                    c.Ticket,
                    new OrderNumberRequest(c.Act.Pick % 4 == 0 ? null : $"B-{c.Act.Pick % 7}"),
                    null,
                    c.Person,
                    r.Desk,
                    Stop
                )
        ),
        ["retry reply"] = new(
            1,
            async (c, r) => await RetryReplyEndpoint.HandleAsync(c.Ticket, c.Reply, c.Person, r.Desk, Stop)
        ),
        ["macro"] = new(
            2,
            async (c, r) =>
                await MacroEndpoints.RunAsync(
                    c.Ticket,
                    LifeScene.Macros[c.Act.Pick % LifeScene.Macros.Count],
                    new MacroRequest { LastSeen = c.Seen },
                    null,
                    null,
                    c.Person,
                    r.Database,
                    r.Get<CannedReplyStore>(),
                    r.Desk,
                    r.Rules,
                    Stop
                )
        ),
        ["use canned reply"] = new(2, UseCannedAsync),
    };

    // After the tables of the other parts of this class: they are read when it is first used.
    private static LifeKind[] Kinds =>
        field ??= [
            new LifeKind<Batch>(22, ChoosePostsAsync, PostDeeds),
            new LifeKind<OnDuty>(10, ChooseDutyAsync, DutyDeeds),
            new LifeKind<Edit>(9, (run, act) => Task.FromResult<Edit?>(new Edit(run, act)), RuleDeeds),
            new LifeKind<Choice>(6, ChooseTicketAsync, TwiceDeeds),
            new LifeKind<PraiseItem>(10, ChoosePraiseAsync, PraiseDeeds),
            new LifeKind<TakedownTask>(2, ChooseTakedownAsync, TakedownDeeds),
            new LifeKind<Func<IServiceProvider, Task<bool>>>(
                3,
                async (run, act) => await run.Withdrawals.PrepareAsync(act),
                GoneDeeds
            ),
            new LifeKind<Choice>(38, ChooseTicketAsync, DeskDeeds),
        ];

    /// <summary>Every act there is.</summary>
    public static IEnumerable<string> Names => Kinds.SelectMany(kind => kind.Names).Distinct();

    /// <summary>A kind of acts, the common ones more often.</summary>
    public static LifeKind Kind(Random random)
    {
        var number = random.Next(Kinds.Sum(kind => kind.Often));
        return Kinds.First(kind => (number -= kind.Often) < 0);
    }

    /// <summary>Chooses what the act is about, so that acts of one step do not depend on each other's order.</summary>
    /// <returns>The act; true where it was done, false where it was refused.</returns>
    public static Task<Func<IServiceProvider, Task<bool>>> PrepareAsync(LifeRun run, LifeAct act) =>
        Kinds.First(kind => kind.Names.Contains(act.What)).PrepareAsync(run, act);

    private static async Task<Choice?> ChooseTicketAsync(LifeRun run, LifeAct act)
    {
        var tickets = await run.World.ListAsync<long>("SELECT ticket_id FROM router.tickets ORDER BY ticket_id");
        if (tickets.Count == 0)
        {
            return null;
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
        return new Choice(
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
    }

    private static async Task<INestedHttpResult> ReplyAsync(Choice c, LifeRouter r, string then, string seen) =>
        await ReplyEndpoint.HandleAsync(
            c.Ticket,
            new ReplyRequest
            {
                Text = $"We are looking into it, {c.About}.",
                LastSeen = seen,
                Then = then,
            },
            null,
            null,
            c.Person,
            r.Desk,
            Stop
        );

    private static async Task<INestedHttpResult> WaitAsync(Choice c, LifeRouter r, string what) =>
        await WaitEndpoint.HandleAsync(
            c.Ticket,
            new WaitRequest(what, $"parts of {c.About}"),
            null,
            c.Person,
            r.Desk,
            Stop
        );

    private static async Task<INestedHttpResult> AssignAsync(Choice c, LifeRouter r, Guid? to) =>
        await AssignEndpoint.HandleAsync(
            c.Ticket,
            new AssignRequest(to, $"knows {c.About}"),
            null,
            c.Person,
            r.Desk,
            Stop
        );

    /// <summary>As the desk does: its text is filled in, looked at and sent. What nobody may see fills in nothing.</summary>
    private static async Task<bool> UseCannedAsync(Choice c, LifeRouter r)
    {
        var (key, canned) = (Guid.NewGuid(), LifeScene.Canned[c.Act.Pick % LifeScene.Canned.Count]);
        var filled = await MacroEndpoints.FillAsync(
            c.Ticket,
            canned,
            c.Act.Pick % 2 == 0 ? "en" : null,
            c.Person,
            r.Database,
            r.Get<CannedReplyStore>(),
            r.Desk,
            Stop
        );
        if (filled.Result is not Ok<FilledReply> { Value: { } text })
        {
            return false;
        }

        var answer = await ReplyEndpoint.HandleAsync(
            c.Ticket,
            new ReplyRequest { Text = text.Text, LastSeen = c.Seen },
            key,
            null,
            c.Person,
            r.Desk,
            Stop
        );
        if (!LifeDeed.IsDone(answer))
        {
            return false;
        }

        if (!c.Run.IsErasing)
        {
            (
                await c.Run.World.OneAsync<string>("SELECT text FROM router.replies WHERE reply_id = @key", new { key })
            ).ShouldBe(text.Text, "whatever became of the canned reply meanwhile");
        }

        return true;
    }

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
}
