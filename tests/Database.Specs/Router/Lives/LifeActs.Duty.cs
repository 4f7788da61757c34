using System.Data;
using Microsoft.AspNetCore.Http;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Authors;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Team;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What happens around the tickets: posts arrive, late and twice and out of order; people come and go; replies fail.</summary>
internal static partial class LifeActs
{
    private static readonly Dictionary<string, LifeDeed<Batch>> PostDeeds = new(StringComparer.Ordinal)
    {
        ["post"] = new(3, RouteAsync),
        ["burst"] = new(1, RouteAsync),
        ["again"] = new(1, RouteAsync),
    };

    private static readonly Dictionary<string, LifeDeed<OnDuty>> DutyDeeds = new(StringComparer.Ordinal)
    {
        ["come"] = new(2, (on, router) => PresenceAsync(on, router, online: true)),
        ["go"] = new(1, (on, router) => PresenceAsync(on, router, online: false)),
        ["fall silent"] = new(1, FallSilentAsync),
        ["capacity"] = new(1, PutCapacityAsync),
        ["reply sent"] = new(
            1,
            (on, router) =>
                OutcomeAsync(
                    router,
                    outcomes => outcomes.SentAsync(new ReplySent(on.Reply, "x", ByHand: false, on.Now), Stop)
                )
        ),
        ["reply failed"] = new(
            2,
            (on, router) =>
                OutcomeAsync(
                    router,
                    outcomes => outcomes.FailedAsync(new ReplyFailed(on.Reply, false, "refused", on.Now), Stop)
                )
        ),
        ["reply unclear"] = new(
            1,
            (on, router) =>
                OutcomeAsync(
                    router,
                    outcomes => outcomes.FailedAsync(new ReplyFailed(on.Reply, true, "no answer", on.Now), Stop)
                )
        ),
        ["tier"] = new(2, SetTierAsync),
        ["erase"] = new(2, (on, router) => on.Run.Erasures.AskAsync(router.Services, on.Act.On)),
    };

    // Given before their ticket was merged away, or posts of it were split off.
    private const string OfParted = """
        SELECT r.reply_id
          FROM router.replies r
         WHERE EXISTS (SELECT FROM router.events e
                        WHERE e.ticket_id = r.ticket_id AND e.kind IN ('split_off', 'merged_away', 'merged_in') AND e.at >= r.created_at)
         ORDER BY r.created_at, r.reply_id
        """;

    private static readonly string[] Texts =
    [
        "It broke on the first day.",
        "It broke on the first day!!",
        "Where is my parcel? Order A-20261122-7 has not come.",
        "Lovely, thank you.",
    ];

    private static Task<Batch?> ChoosePostsAsync(LifeRun run, LifeAct act)
    {
        var random = new Random(act.Pick * 61 + act.On);
        ClassifiedMention[] mentions;
        lock (run.Sent)
        {
            mentions =
                act.What == "again" && run.Sent.Count > 0
                    ? [.. Enumerable.Range(0, 4).Select(_ => run.Sent[random.Next(run.Sent.Count)])]
                    :
                    [
                        .. Enumerable
                            .Range(0, act.What == "burst" ? 5 : 1 + random.Next(2))
                            .Select(_ => Any(run, act, random)),
                    ];
            run.Sent.AddRange(act.What == "again" ? [] : mentions);
        }

        return Task.FromResult<Batch?>(new Batch(mentions));
    }

    private static ClassifiedMention Any(LifeRun run, LifeAct act, Random random)
    {
        var late = random.Next(4) switch
        {
            0 => random.Next(600),
            1 => random.Next(20),
            _ => 0,
        };
        var author = run.Authors[(act.What == "burst" ? act.Who : random.Next(60)) % run.Authors.Length];
        return run.World.Post(
            author,
            $"post-{act.Who}-{act.On}-{act.Pick}-{random.Next()}",
            random.Next(5) is var label && label > 3 ? Label.Complaint : (Label)label,
            TimeSpan.FromSeconds(late * 60 + random.Next(50)),
            $"{Texts[random.Next(Texts.Length)]} {author}",
            needsReview: random.Next(6) == 0,
            confidence: random.Next(5) == 0 ? 0.55 : 0.9
        );
    }

    /// <summary>As the consumer does: what another router stored meanwhile is looked at once more.</summary>
    private static async Task<bool> RouteAsync(Batch batch, LifeRouter router)
    {
        while (true)
        {
            try
            {
                (await router.Get<RouteBatch>().RunAsync(batch.Mentions, Stop)).ShouldBeEmpty();
                return true;
            }
            catch (DBConcurrencyException)
            {
                // Stored by another router; now it is known.
            }
        }
    }

    private static async Task<OnDuty?> ChooseDutyAsync(LifeRun run, LifeAct act)
    {
        var agent = LifeScene.Ids[act.Who % LifeScene.Ids.Count];
        var replies = await run.World.ListAsync<Guid>(
            "SELECT reply_id FROM router.replies ORDER BY created_at, reply_id"
        );
        var parted = await run.World.ListAsync<Guid>(OfParted);
        if (act.What.StartsWith("reply", StringComparison.Ordinal) && act.On % 2 == 0 && parted.Count > 0)
        {
            replies = parted;
        }

        var reply = replies.Count == 0 ? Guid.Empty : replies[^(1 + act.Pick % Math.Min(4, replies.Count))];
        return new OnDuty(run, act, agent, reply, run.World.Time.GetUtcNow());
    }

    private static async Task<bool> FallSilentAsync(OnDuty on, LifeRouter _)
    {
        await on.Run.World.SqlAsync(
            "UPDATE router.agents SET present_until = @Now WHERE agent_id = @Agent AND online",
            new { on.Now, on.Agent }
        );
        return true;
    }

    private static async Task<bool> PutCapacityAsync(OnDuty on, LifeRouter router)
    {
        // The lead takes nothing but what has come back too often.
        if (on.Agent == LifeScene.Ids[^1])
        {
            return false;
        }

        var name = await on.Run.World.OneAsync<string>(
            "SELECT name FROM router.agents WHERE agent_id = @Agent",
            new { on.Agent }
        );
        var answer = await TeamEndpoints.PutAgentAsync(
            on.Agent,
            new AgentRequest { Name = name, Capacity = on.Act.Pick % 4 },
            ifMatch: null,
            new DefaultHttpContext(),
            router.Get<AgentStore>(),
            router.Signals,
            Stop
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> SetTierAsync(OnDuty on, LifeRouter router) =>
        await router
            .Get<AuthorTiers>()
            .SetAsync(
                new AuthorTierRequest(
                    "weibo",
                    "brand",
                    on.Run.Authors[on.Act.On % on.Run.Authors.Length],
                    (AuthorTier)(on.Act.Pick % 5),
                    "known"
                ),
                null,
                Caller.From(LifeScene.People[^1]),
                Stop
            )
            is not null;

    // Nobody falls silent by themselves: that is an act of its own.
    private static async Task<bool> PresenceAsync(OnDuty on, LifeRouter router, bool online)
    {
        var answer = await TeamEndpoints.PresenceAsync(
            on.Agent,
            new PresenceRequest(online),
            LifeScene.People[^1],
            router.Get<AgentStore>(),
            router.Get<Presence>(),
            router.Signals,
            Stop
        );
        await on.Run.World.SqlAsync(
            "UPDATE router.agents SET present_until = 'infinity' WHERE agent_id = @Agent AND online",
            new { on.Agent }
        );
        return LifeDeed.IsDone(answer);
    }

    private static async Task<bool> OutcomeAsync(LifeRouter router, Func<ReplyOutcomes, Task> tell)
    {
        await tell(router.Get<ReplyOutcomes>());
        return true;
    }

    private sealed record Batch(ClassifiedMention[] Mentions);

    private sealed record OnDuty(LifeRun Run, LifeAct Act, Guid Agent, Guid Reply, DateTimeOffset Now);
}
