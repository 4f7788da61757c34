using TriageMesh.Ingest.Intake;
using TriageMesh.TestKit;

namespace TriageMesh.Database.Specs.Ingest;

public sealed class Storing_mentions(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_mention_twice_in_one_commit_is_accepted_once()
    {
        var answers = await IngestDatabase
            .Store(postgres)
            .StoreAsync([IngestDatabase.Request("a", "b", "a"), IngestDatabase.Request("b", "c")], Stop);

        answers[0].Results.Select(result => result.Status).ShouldBe(["accepted", "accepted", "duplicate"]);
        answers[1].Results.Select(result => result.Status).ShouldBe(["duplicate", "accepted"]);
    }

    [Fact]
    public async Task Replicas_that_store_the_same_mentions_at_once_accept_each_once()
    {
        var ids = Enumerable.Range(0, 2_000).Select(place => $"m-{place}").ToArray();

        var accepted = await Task.WhenAll(
            Enumerable
                .Range(0, 4)
                .Select(async _ =>
                {
                    var store = IngestDatabase.Store(postgres);
                    var sum = 0;
                    foreach (var part in ids.Chunk(100))
                    {
                        sum += (await store.StoreAsync([IngestDatabase.Request(part)], Stop))[0].Accepted;
                    }

                    return sum;
                })
        );

        accepted.Sum().ShouldBe(2_000);
        (await IngestDatabase.ScalarAsync<long>(postgres, "SELECT count(*) FROM ingest.mentions", Stop)).ShouldBe(
            2_000
        );
    }

    [Fact]
    public async Task What_does_not_commit_leaves_nothing_and_no_answer_to_repeat()
    {
        var broken = IngestDatabase.Request("d") with { Delivery = new DeliveryKey("evt\0nul", "hash") };

        await Should.ThrowAsync<Npgsql.PostgresException>(() =>
            IngestDatabase.Store(postgres).StoreAsync([IngestDatabase.Request("e"), broken], Stop)
        );

        (await IngestDatabase.ScalarAsync<long>(postgres, "SELECT count(*) FROM ingest.mentions", Stop)).ShouldBe(0);
    }

    [Fact]
    public async Task Old_answers_are_forgotten_and_young_ones_kept()
    {
        var store = IngestDatabase.Store(postgres);
        await store.StoreAsync([IngestDatabase.Request("f") with { Delivery = new DeliveryKey("old", "h") }], Stop);
        await IngestDatabase.ExecuteAsync(
            postgres,
            "UPDATE ingest.deliveries SET received_at = received_at - interval '8 days'",
            null,
            Stop
        );
        await store.StoreAsync([IngestDatabase.Request("g") with { Delivery = new DeliveryKey("young", "h") }], Stop);

        var weekAgo = NodaTime.Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow().AddDays(-7));
        (await new DeliveryStore(postgres.Database, TimeProvider.System).ForgetAsync(weekAgo, Stop)).ShouldBe(1);

        (await IngestDatabase.ScalarAsync<string>(postgres, "SELECT webhook_id FROM ingest.deliveries", Stop)).ShouldBe(
            "young"
        );
    }

    public async ValueTask InitializeAsync() => await IngestDatabase.PrepareAsync(postgres, Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
