using System.Data;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Security;
using TriageMesh.Router;
using TriageMesh.Router.Authors;
using TriageMesh.Router.ReplyOutcome;
using TriageMesh.Router.RouteMentions;
using TriageMesh.Router.Team;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What happens around the tickets: posts arrive, late and twice and out of order; people come and go; replies fail.</summary>
internal static partial class LifeActs
{
    public static IReadOnlyList<string> Posts { get; } = ["post", "post", "post", "burst", "again"];

    public static IReadOnlyList<string> Duty { get; } =
    [
        "come",
        "come",
        "go",
        "fall silent",
        "capacity",
        "reply sent",
        "reply failed",
        "reply failed",
        "reply unclear",
        "tier",
        "tier",
        "erase",
        "erase",
    ];

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

    private static Func<IServiceProvider, Task<bool>> PreparePosts(LifeRun run, LifeAct act)
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

        return router => RouteAsync(router, mentions);
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
    private static async Task<bool> RouteAsync(IServiceProvider router, ClassifiedMention[] mentions)
    {
        while (true)
        {
            try
            {
                (await router.GetRequiredService<RouteBatch>().RunAsync(mentions, Stop)).ShouldBeEmpty();
                return true;
            }
            catch (DBConcurrencyException)
            {
                // Stored by another router; now it is known.
            }
        }
    }

    private static async Task<Func<IServiceProvider, Task<bool>>> PrepareDutyAsync(LifeRun run, LifeAct act)
    {
        var agent = LifeScene.Ids[act.Who % LifeScene.Ids.Count];
        var lead = LifeScene.People[^1];
        var replies = await run.World.ListAsync<Guid>(
            "SELECT reply_id FROM router.replies ORDER BY created_at, reply_id"
        );
        var parted = await run.World.ListAsync<Guid>(OfParted);
        if (act.What.StartsWith("reply", StringComparison.Ordinal) && act.On % 2 == 0 && parted.Count > 0)
        {
            replies = parted;
        }

        var reply = replies.Count == 0 ? Guid.Empty : replies[^(1 + act.Pick % Math.Min(4, replies.Count))];
        var now = run.World.Time.GetUtcNow();
        return act.What switch
        {
            "come" => router => PresenceAsync(run, router, agent, online: true),
            "go" => router => PresenceAsync(run, router, agent, online: false),
            "fall silent" => async _ =>
            {
                await run.World.SqlAsync(
                    "UPDATE router.agents SET present_until = @now WHERE agent_id = @agent AND online",
                    new { now, agent }
                );
                return true;
            },
            "capacity" when agent != LifeScene.Ids[^1] => async router =>
            {
                var name = await run.World.OneAsync<string>(
                    "SELECT name FROM router.agents WHERE agent_id = @agent",
                    new { agent }
                );
                var answer = await TeamEndpoints.PutAgentAsync(
                    agent,
                    new AgentRequest { Name = name, Capacity = act.Pick % 4 },
                    ifMatch: null,
                    new DefaultHttpContext(),
                    router.GetRequiredService<AgentStore>(),
                    router.GetRequiredService<Signals>(),
                    Stop
                );
                return answer.Result is Ok<AgentView>;
            },
            "reply sent" => router =>
                OutcomeAsync(
                    router,
                    outcomes => outcomes.SentAsync(new ReplySent(reply, "x", ByHand: false, now), Stop)
                ),
            "reply failed" => router =>
                OutcomeAsync(
                    router,
                    outcomes => outcomes.FailedAsync(new ReplyFailed(reply, false, "refused", now), Stop)
                ),
            "reply unclear" => router =>
                OutcomeAsync(
                    router,
                    outcomes => outcomes.FailedAsync(new ReplyFailed(reply, true, "no answer", now), Stop)
                ),
            "erase" => router => run.Erasures.AskAsync(router, act.On),
            "tier" => async router =>
                await router
                    .GetRequiredService<AuthorTiers>()
                    .SetAsync(
                        new AuthorTierRequest(
                            "weibo",
                            "brand",
                            run.Authors[act.On % run.Authors.Length],
                            (AuthorTier)(act.Pick % 5),
                            "known"
                        ),
                        null,
                        Caller.From(lead),
                        Stop
                    )
                    is not null,
            _ => _ => Task.FromResult(false),
        };
    }

    // Nobody falls silent by themselves: that is an act of its own.
    private static async Task<bool> PresenceAsync(LifeRun run, IServiceProvider router, Guid agent, bool online)
    {
        var answer = await TeamEndpoints.PresenceAsync(
            agent,
            new PresenceRequest(online),
            LifeScene.People[^1],
            router.GetRequiredService<AgentStore>(),
            router.GetRequiredService<Presence>(),
            router.GetRequiredService<Signals>(),
            Stop
        );
        await run.World.SqlAsync(
            "UPDATE router.agents SET present_until = 'infinity' WHERE agent_id = @agent AND online",
            new { agent }
        );
        return answer.Result is NoContent;
    }

    private static async Task<bool> OutcomeAsync(IServiceProvider router, Func<ReplyOutcomes, Task> tell)
    {
        await tell(router.GetRequiredService<ReplyOutcomes>());
        return true;
    }
}
