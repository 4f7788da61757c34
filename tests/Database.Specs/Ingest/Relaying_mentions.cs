using System.Collections.Concurrent;
using NodaTime;
using TriageMesh.Ingest.Reconcile;
using TriageMesh.Ingest.Relay;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Ingest;

public sealed class Relaying_mentions(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static readonly Duration After = Duration.FromMinutes(2);
    private static readonly Duration AtMost = Duration.FromHours(6);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private UnpublishedMentions Unpublished => new(postgres.Database, TimeProvider.System);

    private MentionsOnTheWay OnTheWay => new(postgres.Database);

    private static Instant Now => Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_mention_that_could_not_be_published_stays()
    {
        await StoreAsync("a");

        await Should.ThrowAsync<IOException>(() =>
            Unpublished.PublishAsync(10, _ => throw new IOException("broker down"), Stop)
        );

        (await PublishAsync(10)).ShouldBe(["a"]);
        (await PublishAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_oldest_go_first_and_no_more_than_fit()
    {
        await StoreAsync("a", "b", "c");

        (await PublishAsync(2)).ShouldBe(["a", "b"]);
        (await PublishAsync(2)).ShouldBe(["c"]);
    }

    [Fact]
    public async Task Workers_at_once_publish_each_mention_once()
    {
        await StoreAsync([.. Enumerable.Range(0, 450).Select(place => $"m-{place}")]);
        var published = new ConcurrentBag<string>();

        await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    while (
                        await Unpublished.PublishAsync(
                            32,
                            batch =>
                            {
                                foreach (var mention in batch)
                                {
                                    published.Add(mention.ExternalId);
                                }

                                return Task.CompletedTask;
                            },
                            Stop
                        ) > 0
                    ) { }
                })
        );

        published.Count.ShouldBe(450);
        published.Distinct().Count().ShouldBe(450);
    }

    [Fact]
    public async Task What_was_not_reported_routed_is_published_again_after_ever_longer_waits()
    {
        await StoreAsync("a", "b");
        await PublishAsync(10);
        await OnTheWay.MarkRoutedAsync([IngestDatabase.Mention("b").MentionId], Now, Stop);

        (await RepublishAsync(Duration.FromSeconds(119))).ShouldBe(0);
        (await RepublishAsync(Duration.FromSeconds(121))).ShouldBe(1);
        (await PublishAsync(10)).ShouldBe(["a"]);
        (await RepublishAsync(Duration.FromSeconds(239))).ShouldBe(0);
        (await RepublishAsync(Duration.FromSeconds(241))).ShouldBe(1);
        (await PublishAsync(10)).ShouldBe(["a"]);
        await OnTheWay.MarkRoutedAsync([IngestDatabase.Mention("a").MentionId], Now, Stop);
        (await RepublishAsync(Duration.FromDays(1))).ShouldBe(0);
    }

    [Fact]
    public async Task A_late_report_keeps_a_mention_from_going_again()
    {
        await StoreAsync("a");
        await PublishAsync(10);
        await RepublishAsync(Duration.FromMinutes(3));

        await OnTheWay.MarkRoutedAsync([IngestDatabase.Mention("a").MentionId], Now, Stop);

        (await PublishAsync(10)).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_oldest_on_its_way_is_known_also_when_it_was_published_again()
    {
        await StoreAsync("old");
        await IngestDatabase.ExecuteAsync(
            postgres,
            """
            UPDATE ingest.mentions SET received_at = '2026-06-05T09:00:00Z';
            UPDATE ingest.mention_keys SET received_at = '2026-06-05T09:00:00Z'
            """,
            null,
            Stop
        );
        await PublishAsync(10);
        await StoreAsync("young");

        (await OnTheWay.OldestAsync(Stop)).ShouldBe(Instant.FromUtc(2026, 6, 5, 9, 0));
        var counted = await OnTheWay.CountAsync(Stop);
        (counted.Unpublished, counted.Unrouted).ShouldBe((1, 2));
        await OnTheWay.MarkRoutedAsync(
            [IngestDatabase.Mention("old").MentionId, IngestDatabase.Mention("young").MentionId],
            Now,
            Stop
        );
        (await OnTheWay.OldestAsync(Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_on_the_way_reads_the_whole_table()
    {
        await IngestDatabase.ExecuteAsync(
            postgres,
            """
            INSERT INTO ingest.mentions (mention_id, channel, account, external_id, kind, visibility, author_id, author_verified,
                   author_tier, text, posted_at, media, source, outbound, received_at, published_at, publish_count, routed_at)
            SELECT gen_random_uuid(), 'weibo', 'brand', n::text, 'mention', 'public', 'c', false, 'standard', 't', now(), '[]', 's',
                   false, now(), now(), 1, CASE WHEN n % 1000 > 0 THEN now() END
              FROM generate_series(1, 20000) AS n;
            ANALYZE ingest.mentions;
            """,
            null,
            Stop
        );

        foreach (
            var query in (string[])
                [
                    "SELECT * FROM ingest.mentions WHERE published_at IS NULL AND routed_at IS NULL AND NOT outbound ORDER BY seq LIMIT 256",
                    "SELECT mention_id FROM ingest.mentions WHERE routed_at IS NULL AND published_at <= now() ORDER BY published_at LIMIT 100",
                    "SELECT min(received_at) FROM ingest.mentions WHERE routed_at IS NULL AND NOT outbound",
                ]
        )
        {
            var plan = await IngestDatabase.ScalarAsync<string>(postgres, $"EXPLAIN (FORMAT JSON) {query}", Stop);
            plan!.ShouldContain("\"Index Name\": \"mentions_");
            plan!.ShouldNotContain("Seq Scan");
        }
    }

    public async ValueTask InitializeAsync() => await IngestDatabase.PrepareAsync(postgres, Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task StoreAsync(params string[] ids) =>
        await IngestDatabase.Store(postgres).StoreAsync([IngestDatabase.Request(ids)], Stop);

    private async Task<IReadOnlyList<string>> PublishAsync(int limit)
    {
        var published = new List<string>();
        await Unpublished.PublishAsync(
            limit,
            batch =>
            {
                published.AddRange(batch.Select(mention => mention.ExternalId));
                return Task.CompletedTask;
            },
            Stop
        );
        return published;
    }

    private Task<int> RepublishAsync(Duration later) =>
        OnTheWay.RepublishAsync(Now + later, After, AtMost, limit: 100, Stop);
}
