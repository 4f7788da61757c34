using System.Collections.Concurrent;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router.Praise;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Posts are gone from their platform while others work on them: none is shown any more, and the tickets go on as if nothing were.</summary>
internal sealed class LifeWithdrawals(LifeRun run)
{
    // Ingest tells only of what the router has reported; what opened a ticket, its copies, all of one ticket, or what marketing has.
    private const string Opening = """
        SELECT DISTINCT ON (ticket_id) mention_id FROM router.mentions
         WHERE ticket_id IS NOT NULL ORDER BY ticket_id, posted_at, mention_id
        """;

    private const string Copies = """
        SELECT mention_id FROM router.mentions WHERE folded_into IS NOT NULL ORDER BY seq
        """;

    private const string OfParted = """
        SELECT m.mention_id
          FROM router.mentions m
         WHERE EXISTS (SELECT FROM router.events e
                        WHERE e.ticket_id = m.ticket_id AND e.kind IN ('split_off', 'merged_in') OR e.ticket_id = m.ticket_id AND e.data ? 'split_from')
         ORDER BY m.seq
        """;

    private const string Praised = """
        SELECT m.mention_id FROM router.praise p JOIN router.mentions m USING (mention_id) ORDER BY p.praise_id
        """;

    private const string Any = "SELECT mention_id FROM router.mentions ORDER BY seq";

    private const string Stand = """
        SELECT mention_id, withdrawn_at FROM router.mentions WHERE mention_id = ANY (@ids)
        """;

    private const string NobodySaid = """
        SELECT mention_id::text FROM router.mentions WHERE withdrawn_at IS NOT NULL AND mention_id <> ALL (@ids)
        """;

    private readonly ConcurrentDictionary<Guid, Instant?> _gone = [];

    public async Task<Func<IServiceProvider, Task<bool>>> PrepareAsync(LifeAct act)
    {
        var among = await run.World.ListAsync<Guid>(
            (act.Pick % 6) switch
            {
                0 => Opening,
                1 => Copies,
                2 => OfParted,
                3 or 4 => Praised,
                _ => Any,
            }
        );
        var random = new Random(act.Pick);
        // In no order, some of them twice, and one that nobody has seen.
        var chosen = among.OrderBy(_ => random.Next()).Take(1 + act.On % 6).ToList();
        if (chosen.Count == 0)
        {
            return _ => Task.FromResult(false);
        }

        WithdrawnMention[] told =
        [
            .. chosen
                .Append(chosen[0])
                .Append(Guid.NewGuid())
                .Select(id => new WithdrawnMention(id, (WithdrawalReason)random.Next(3))),
        ];
        return router => TellAsync(router, chosen, told, twice: act.On % 3 == 0);
    }

    /// <summary>Once told of, a post stays gone, since it was first told; and nobody else's is.</summary>
    public async Task CheckAsync()
    {
        var ids = _gone.Keys.ToArray();
        foreach (var (id, since) in await run.World.ListAsync<(Guid Id, Instant? Since)>(Stand, new { ids }))
        {
            since.ShouldNotBeNull($"{id} is gone from its platform");
            (_gone[id] ?? since).ShouldBe(since, $"{id} is gone since it was first told of");
            _gone[id] = since;
        }

        (await run.World.ListAsync<string>(NobodySaid, new { ids })).ShouldBeEmpty("these are where they were");
    }

    private async Task<bool> TellAsync(
        IServiceProvider router,
        IReadOnlyList<Guid> chosen,
        WithdrawnMention[] told,
        bool twice
    )
    {
        foreach (var id in chosen)
        {
            _gone.TryAdd(id, null);
        }

        await Task.WhenAll(
            run.Routers.Where(other => other == router || twice)
                .Select(
                    (other, i) =>
                    {
                        var batch = i == 0 ? told : [.. told.Reverse()];
                        var hands = new LifeRouter(other);
                        return Task.Run(
                            () => new MentionsWithdrawnConsumer(hands.Database, hands.Time).TakeDownAsync(batch, Stop),
                            Stop
                        );
                    }
                )
        );
        return true;
    }
}
