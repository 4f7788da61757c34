using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Ingest;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Ingest;

/// <summary>Ingest is up before the classifier has ever been: a broker drops what no queue takes.</summary>
public sealed class Before_any_queue_is_bound(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mention_is_not_counted_as_published_and_goes_when_somebody_listens()
    {
        postgres.Require();
        rabbit.Require();
        var settings = IngestProcess.Settings(("Bus:Transport", "rabbitmq"), ("Bus:Uri", rabbit.Uri));
        await using var alone = await MeshProcess.StartAsync(
            [new IngestService()],
            postgres.ConnectionString,
            settings,
            Stop
        );
        var failures = 0;
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, listener) =>
        {
            if (
                instrument.Name == "triagemesh.ingest.relay.failures"
                && instrument.Meter.Scope == alone.Services.GetRequiredService<IMeterFactory>()
            )
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        meters.SetMeasurementEventCallback<long>((_, _, _, _) => Interlocked.Increment(ref failures));
        meters.Start();

        await alone.PostAsync(IngestProcess.Mention("early"), Stop);
        await Eventually.Be(() => Volatile.Read(ref failures), count => count >= 2, Stop);
        (
            await postgres.ScalarAsync<long>(
                "SELECT count(*) FROM ingest.mentions WHERE published_at IS NOT NULL",
                null,
                Stop
            )
        ).ShouldBe(0);

        var (listening, heard) = await IngestProcess.StartAsync(postgres, settings, Stop);
        await using var _ = listening;
        await Eventually.Be(() => heard.Mentions.Count, mentions => mentions == 1, Stop);
    }
}
