using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Ingest;

public sealed class Over_a_real_broker(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_came_while_the_broker_was_away_is_published_when_it_is_back()
    {
        postgres.Require();
        rabbit.Require();
        var (away, nothing) = await IngestProcess.StartAsync(
            postgres,
            IngestProcess.Settings(
                ("Bus:Transport", "rabbitmq"),
                ("Bus:Uri", "amqp://nobody:nothing@127.0.0.1:9/"),
                ("Ingest:Relay:PublishTimeout", "00:00:01")
            ),
            Stop
        );
        nothing.Mentions.ShouldBeEmpty();
        await using (away)
        {
            await away.PostAsync(
                Enumerable.Range(0, 300).Select(place => IngestProcess.Mention($"away-{place}")).ToArray(),
                Stop
            );
            (await UnpublishedAsync(Stop)).ShouldBe(300);
        }

        var (back, heard) = await IngestProcess.StartAsync(
            postgres,
            IngestProcess.Settings(("Bus:Transport", "rabbitmq"), ("Bus:Uri", rabbit.Uri)),
            Stop
        );
        await using var _ = back;

        await Eventually.Be(
            async stop =>
                (
                    Heard: heard.Mentions.Select(mention => mention.ExternalId).Distinct().Count(),
                    Unpublished: await UnpublishedAsync(stop)
                ),
            state => state.Heard == 300,
            Stop
        );
        await Eventually.Be(UnpublishedAsync, unpublished => unpublished == 0, Stop);
    }

    private Task<long> UnpublishedAsync(CancellationToken stop) =>
        postgres.ScalarAsync<long>("SELECT count(*) FROM ingest.mentions WHERE published_at IS NULL", null, stop);
}
