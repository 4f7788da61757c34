using Microsoft.AspNetCore.Http;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Praise;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>What marketing does with the posts of tickets.</summary>
internal static partial class LifeActs
{
    /// <summary>Posts are gone from their platform.</summary>
    public const string Gone = "posts gone";

    private static readonly Dictionary<string, PraiseDeed> PraiseDeeds = new(StringComparer.Ordinal)
    {
        ["shortlist praise"] = async (item, desk) =>
            await ShortlistEndpoints.SetStatusAsync(
                item.Id,
                new PraiseStatusRequest(PraiseStatus.Shortlisted),
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
        ["ask for praise"] = async (item, desk) =>
            await RightsRequestEndpoint.HandleAsync(
                item.Id,
                new RightsRequest { Scopes = [GrantScope.Site] },
                null,
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
        ["grant praise"] = async (item, desk) =>
            await RightsAnswerEndpoints.GrantAsync(
                item.Id,
                new GrantRequest
                {
                    Scopes = [GrantScope.Site],
                    Answer = $"Yes, {item.About}",
                    ExpiresAt = item.Now.AddHours(1 + item.Act.Pick % 48),
                },
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
        ["post praise"] = async (item, desk) =>
            await PraiseUseEndpoints.PostedAsync(
                item.Id,
                new PostedRequest(GrantScope.Site, null, "https://shop.example/said"),
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
        ["repost praise"] = async (item, desk) =>
            await PraiseUseEndpoints.RepostAsync(
                item.Id,
                new RepostRequest("https://social.example/said"),
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
        ["decline praise"] = async (item, desk) =>
            await RightsAnswerEndpoints.DeclineAsync(
                item.Id,
                new DeclineRequest($"No, {item.About}"),
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
        ["withdraw praise"] = async (item, desk) =>
            await RightsAnswerEndpoints.WithdrawnAsync(
                item.Id,
                new WithdrawnRequest(WithdrawalReason.AuthorAsked, $"{item.About} asked"),
                null,
                LifeScene.People[^1],
                desk,
                Stop
            ),
    };

    private delegate Task<INestedHttpResult> PraiseDeed(PraiseItem item, PraiseDesk desk);

    public static IReadOnlyList<string> Praise { get; } =
    [.. PraiseDeeds.Keys, "shortlist praise", "ask for praise", "grant praise"];

    private static async Task<Func<IServiceProvider, Task<bool>>> PreparePraiseAsync(
        LifeRun run,
        LifeAct act,
        PraiseDeed deed
    )
    {
        var items = await run.World.ListAsync<(long Id, string Author)>(
            "SELECT p.praise_id, m.author_id FROM router.praise p JOIN router.mentions m USING (mention_id) ORDER BY 1"
        );
        if (items.Count == 0)
        {
            return _ => Task.FromResult(false);
        }

        var (id, author) = items[^(1 + act.On % Math.Min(3, items.Count))];
        var item = new PraiseItem(id, run.IsErasing ? "" : author, run.World.Time.GetUtcNow(), act);
        return async router => LifeDeed.IsDone(await deed(item, new LifeRouter(router).Get<PraiseDesk>()));
    }

    private sealed record PraiseItem(long Id, string About, DateTimeOffset Now, LifeAct Act);
}
