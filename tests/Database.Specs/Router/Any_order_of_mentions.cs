using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.TestKit;
using static TriageMesh.Database.Specs.Router.RouterWorld;

namespace TriageMesh.Database.Specs.Router;

/// <summary>Posts arrive late, doubled and in any order, one by one or in batches: the same ticket, the same clocks, the same posts on it.</summary>
public sealed class Any_order_of_mentions(PostgresFixture postgres) : IClassFixture<PostgresFixture>
{
    private const int Cases = 40;

    // All that a person sees of it, but for what tells of the arrival: its number, its version, the newest arrival.
    private const string Outcome = """
        SELECT string_agg(
                 concat_ws(' ', t.status, t.priority, t.label, t.needs_review, t.language, t.confidence, t.spell, t.mention_count, t.burst,
                           t.first_line, t.first_post_at, t.last_post_at, t.oldest_unanswered_at, t.next_due_at, t.next_due_kind,
                           (SELECT string_agg(concat_ws(' ', c.kind, c.round, c.state, c.started_at, c.due_at), '; ' ORDER BY c.kind, c.round)
                              FROM router.clocks c WHERE c.ticket_id = t.ticket_id),
                           (SELECT string_agg(to_char(m.posted_at, 'MI:SS'), ',' ORDER BY m.posted_at)
                              FROM router.mentions m WHERE m.ticket_id = t.ticket_id)), E'\n')
          FROM router.tickets t
         WHERE t.author_id = @author
        """;

    private const string OnTheBoard = """
        SELECT string_agg(to_char(m.posted_at, 'MI:SS'), ',' ORDER BY m.posted_at)
          FROM router.praise p
          JOIN router.mentions m USING (mention_id)
         WHERE m.author_id = @author
        """;

    [Fact]
    public async Task They_lead_to_the_same_ticket()
    {
        await using var world = await BeginAsync(postgres);
        for (var seed = 0; seed < Cases; seed++)
        {
            var (random, shuffler) = (new Random(seed), new Random(1_000 + seed));
            var posts = Enumerable
                .Range(0, 2 + random.Next(7))
                .Select(_ => Any(random))
                .DistinctBy(post => post.Second)
                .ToList();

            foreach (var post in posts.OrderBy(post => post.Second))
            {
                await world.RouteAsync(post.By(world, $"in-order-{seed}"));
            }

            var arrivals = posts.Concat(posts.Take(shuffler.Next(posts.Count))).ToArray();
            shuffler.Shuffle(arrivals);
            foreach (var batch in arrivals.Chunk(1 + shuffler.Next(3)))
            {
                await world.RouteAsync([.. batch.Select(post => post.By(world, $"shuffled-{seed}"))]);
            }

            var arrived = $"seed {seed}: {string.Join(", ", arrivals)}";
            (await world.OneAsync<string?>(Outcome, new { author = $"shuffled-{seed}" })).ShouldBe(
                await world.OneAsync<string?>(Outcome, new { author = $"in-order-{seed}" }),
                arrived
            );
            (await world.OneAsync<string?>(OnTheBoard, new { author = $"shuffled-{seed}" })).ShouldBe(
                await world.OneAsync<string?>(OnTheBoard, new { author = $"in-order-{seed}" }),
                arrived
            );
        }
    }

    [Fact]
    public async Task A_thanks_that_overtook_the_complaint_stands_with_it_and_one_from_before_does_not()
    {
        await using var world = await BeginAsync(postgres);

        await world.RouteAsync(world.Post("ann", "before", Label.Praise, TimeSpan.FromMinutes(20)));
        await world.RouteAsync(world.Post("ann", "after", Label.Praise, TimeSpan.FromMinutes(5)));
        await world.RouteAsync(world.Post("ann", "complaint", ago: TimeSpan.FromMinutes(10)));

        (
            await world.ListAsync<string>(
                "SELECT external_id FROM router.mentions WHERE ticket_id IS NOT NULL ORDER BY posted_at"
            )
        ).ShouldBe(["complaint", "after"]);
        (await world.OneAsync<long>("SELECT count(*) FROM router.praise")).ShouldBe(2, "marketing sees both");
    }

    private static Post Any(Random random)
    {
        var label = random.Next(6) switch
        {
            < 2 => Label.Complaint,
            2 => Label.Question,
            3 => Label.Other,
            _ => Label.Praise,
        };
        return new Post(
            random.Next(1_800),
            label,
            random.Next(4) == 0 ? 0.6 : 0.9,
            NeedsReview: random.Next(8) == 0,
            random.Next(3) == 0 ? "zh" : "en"
        );
    }

    private sealed record Post(int Second, Label Label, double Confidence, bool NeedsReview, string Language)
    {
        public ClassifiedMention By(RouterWorld world, string author)
        {
            var post = world.Post(
                author,
                $"{author}-{Second}",
                Label,
                TimeSpan.FromSeconds(1_800 - Second),
                $"Post number {Second} of many, about another matter.",
                NeedsReview,
                Confidence
            );
            return post with { Classification = post.Classification with { Language = Language } };
        }
    }
}
