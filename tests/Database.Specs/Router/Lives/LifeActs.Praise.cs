using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Praise;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What marketing does with the posts of tickets.</summary>
internal static partial class LifeActs
{
    private static readonly Dictionary<string, LifeDeed<PraiseItem>> PraiseDeeds = new(StringComparer.Ordinal)
    {
        ["shortlist praise"] = Praise(
            2,
            _ => new PraiseStatusRequest(PraiseStatus.Shortlisted),
            ShortlistEndpoints.SetStatusAsync
        ),
        ["ask for praise"] = new(
            2,
            async (item, router) =>
                await RightsRequestEndpoint.HandleAsync(
                    item.Id,
                    new RightsRequest { Scopes = [GrantScope.Site] },
                    null,
                    null,
                    LifeScene.People[^1],
                    router.Get<PraiseDesk>(),
                    Stop
                )
        ),
        ["grant praise"] = Praise(
            2,
            item => new GrantRequest
            {
                Scopes = [GrantScope.Site],
                Answer = $"Yes, {item.About}",
                ExpiresAt = item.Now.AddHours(1 + item.Act.Pick % 48),
            },
            RightsAnswerEndpoints.GrantAsync
        ),
        ["plan praise"] = Praise(
            1,
            item => new PlanRequest(
                item.Act.Pick % 4 == 0 ? null : item.Now.AddHours(item.Act.Pick % 72),
                item.Act.Pick % 3 == 0 ? $"as seen by {item.About}" : null
            ),
            ShortlistEndpoints.PlanAsync
        ),
        ["export praise"] = Praise(
            1,
            item => new ExportRequest(item.Act.Pick % 4 == 0 ? GrantScope.Repost : GrantScope.Site, null),
            PraiseUseEndpoints.ExportAsync
        ),
        ["post praise"] = Praise(
            1,
            _ => new PostedRequest(GrantScope.Site, null, "https://shop.example/said"),
            PraiseUseEndpoints.PostedAsync
        ),
        ["repost praise"] = Praise(
            1,
            _ => new RepostRequest("https://social.example/said"),
            PraiseUseEndpoints.RepostAsync
        ),
        ["decline praise"] = Praise(
            1,
            item => new DeclineRequest($"No, {item.About}"),
            RightsAnswerEndpoints.DeclineAsync
        ),
        ["withdraw praise"] = Praise(
            1,
            item => new WithdrawnRequest(WithdrawalReason.AuthorAsked, $"{item.About} asked"),
            RightsAnswerEndpoints.WithdrawnAsync
        ),
    };

    private static readonly Dictionary<string, LifeDeed<TakedownTask>> TakedownDeeds = new(StringComparer.Ordinal)
    {
        ["take a takedown"] = new(
            1,
            async (task, router) =>
                await TakedownEndpoints.AssignAsync(
                    task.Id,
                    new TakedownAssignRequest(
                        task.Act.Pick % 4 == 0 ? null : LifeScene.Ids[task.Act.Who % LifeScene.Ids.Count]
                    ),
                    null,
                    new DefaultHttpContext(),
                    LifeScene.People[^1],
                    router.Database,
                    Stop
                )
        ),
        ["finish a takedown twice"] = new(2, FinishTwiceAsync),
    };

    /// <summary>Posts are gone from their platform.</summary>
    private static readonly Dictionary<string, LifeDeed<Func<IServiceProvider, Task<bool>>>> GoneDeeds = new(
        StringComparer.Ordinal
    )
    {
        ["posts gone"] = new(1, (tell, router) => tell(router.Services)),
    };

    private delegate Task<TAnswer> PraiseCommand<in TRequest, TAnswer>(
        long id,
        TRequest request,
        string? ifMatch,
        ClaimsPrincipal user,
        PraiseDesk desk,
        CancellationToken cancellationToken
    );

    /// <summary>A post that was found, one that was chosen, one whose author was asked and one who said yes: by chance few lives come so far.</summary>
    public static async Task BeginPraiseAsync(LifeRun run)
    {
        string[] way = ["shortlist praise", "ask for praise", "grant praise"];
        var router = new LifeRouter(run.Routers[0]);
        for (var far = 0; far <= way.Length; far++)
        {
            await run.World.RouteAsync(run.World.Post(run.Authors[far], $"praised-{far}", Label.Praise));
            var id = await run.World.OneAsync<long>("SELECT max(praise_id) FROM router.praise");
            var item = new PraiseItem(id, run.Authors[far], run.World.Time.GetUtcNow(), new LifeAct("", 0, far, 40));
            foreach (var deed in way.Take(far))
            {
                (await PraiseDeeds[deed].DoAsync(item, router)).ShouldBeTrue($"{deed} of {id}");
            }
        }
    }

    /// <summary>What marketing asks for is asked for alike.</summary>
    private static LifeDeed<PraiseItem> Praise<TRequest, TAnswer>(
        int often,
        Func<PraiseItem, TRequest> request,
        PraiseCommand<TRequest, TAnswer> command
    )
        where TAnswer : INestedHttpResult =>
        new(
            often,
            async (item, router) =>
                await command(item.Id, request(item), null, LifeScene.People[^1], router.Get<PraiseDesk>(), Stop)
        );

    /// <summary>Two say at both routers that it has come down: one of them has done it, and nobody does it again.</summary>
    private static async Task<bool> FinishTwiceAsync(TakedownTask task, LifeRouter router)
    {
        var answers = await Task.WhenAll(
            task.Run.Routers.Select(hands =>
                Task.Run(
                    async () =>
                        LifeDeed.IsDone(
                            await TakedownEndpoints.DoneAsync(
                                task.Id,
                                new TakedownDoneRequest("taken down"),
                                new DefaultHttpContext(),
                                LifeScene.People[^1],
                                new LifeRouter(hands).Database,
                                router.Time,
                                Stop
                            )
                        ),
                    Stop
                )
            )
        );
        answers.Count(done => done).ShouldBeLessThan(2, $"{task.Act}: both took {task.Id} down");
        return answers.Contains(true);
    }

    private static async Task<TakedownTask?> ChooseTakedownAsync(LifeRun run, LifeAct act)
    {
        var tasks = await run.World.ListAsync<long>("SELECT takedown_id FROM router.takedowns ORDER BY takedown_id");
        return tasks.Count == 0 ? null : new TakedownTask(run, act, tasks[^(1 + act.On % Math.Min(3, tasks.Count))]);
    }

    private static async Task<PraiseItem?> ChoosePraiseAsync(LifeRun run, LifeAct act)
    {
        var items = await run.World.ListAsync<(long Id, string Author)>(
            """
            SELECT p.praise_id, m.author_id
              FROM router.praise p
              JOIN router.mentions m USING (mention_id)
             ORDER BY p.status <> 'revoked', p.status IN ('requested', 'granted', 'posted'), 1
            """
        );
        if (items.Count == 0)
        {
            return null;
        }

        // Those with which something is going on more often: what is revoked is done with.
        var (id, author) = items[^(1 + act.On % Math.Min(3, items.Count))];
        return new PraiseItem(id, run.IsErasing ? "" : author, run.World.Time.GetUtcNow(), act);
    }

    private sealed record PraiseItem(long Id, string About, DateTimeOffset Now, LifeAct Act);

    private sealed record TakedownTask(LifeRun Run, LifeAct Act, long Id);
}
