using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Router.Persons;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router.Lives;

/// <summary>Authors are erased while others work on their tickets; the other services answer after the step, and then nothing is left of them.</summary>
internal sealed class LifeErasures(LifeRun run)
{
    // What is to be sent to somebody is sent first.
    private const string Publish = """
        UPDATE router.replies SET published_at = @now WHERE published_at IS NULL;
        UPDATE router.praise_requests SET published_at = @now WHERE published_at IS NULL
        """;

    private const string Tables = """
        SELECT c.oid::regclass::text
          FROM pg_class c
         WHERE c.relnamespace IN ('router'::regnamespace, 'mesh'::regnamespace) AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        """;

    private readonly ConcurrentQueue<(Guid Id, int Author)> _asked = [];

    /// <summary>As a person's wish reaches the router.</summary>
    /// <returns>False where something to them is still to be sent.</returns>
    public async Task<bool> AskAsync(IServiceProvider router, int number)
    {
        var author = number % run.Authors.Length;
        await run.World.SqlAsync(Publish, new { now = run.World.Now });
        var erasure = await router
            .GetRequiredService<Erasures>()
            .RequestAsync("weibo", run.Authors[author], LifeScene.Ids[^1], Stop);
        if (erasure is { } id)
        {
            _asked.Enqueue((id, author));
        }

        return erasure is not null;
    }

    /// <summary>The other services have erased too and say what was on the way; then no row has a word, or the name, of the author.</summary>
    /// <returns>True where somebody was erased.</returns>
    public async Task<bool> FinishAsync()
    {
        foreach (var erasure in _asked)
        {
            // Twice: what was found since the first answer is told to the classifier, which answers again.
            await AnswerAsync(erasure.Id, run.Authors[erasure.Author]);
            await AnswerAsync(erasure.Id, run.Authors[erasure.Author]);
        }

        var erased = _asked.Select(erasure => erasure.Author).ToHashSet();
        _asked.Clear();
        foreach (var author in erased)
        {
            (await LeftAsync(run.Authors[author])).ShouldBeEmpty($"nothing is left of {run.Authors[author]}");
            run.Authors[author] = $"{run.Authors[author]}x";
        }

        (await run.World.OneAsync<long>("SELECT count(*) FROM router.erasures WHERE finished_at IS NULL")).ShouldBe(
            0,
            "every erasure ends"
        );
        return erased.Count > 0;
    }

    private async Task AnswerAsync(Guid id, string name)
    {
        await run.World.SqlAsync(Publish, new { now = run.World.Now });
        Guid[] onTheWay;
        lock (run.Sent)
        {
            onTheWay =
            [
                .. run.Sent.Where(sent => sent.Mention.Author.Id == name).Select(sent => sent.Mention.MentionId),
            ];
        }

        foreach (var service in Erasures.Others)
        {
            await run
                .World.Get<Erasures>()
                .AnswerAsync(
                    new(id, service, new Dictionary<string, int>(), service == "ingest" ? onTheWay : []),
                    Stop
                );
        }
    }

    private async Task<IReadOnlyList<string>> LeftAsync(string name)
    {
        var tables = await run.World.ListAsync<string>(Tables);
        // A whole word: whoever comes after them has a longer name.
        return await run.World.ListAsync<string>(
            string.Join(
                " UNION ALL ",
                tables.Select(table => $"SELECT '{table}: ' || r::text FROM {table} AS r WHERE r::text ~ @word")
            ),
            new { word = $@"\m{name}\M" }
        );
    }
}
