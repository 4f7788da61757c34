using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Flow.Specs.Ingest;
using TriageMesh.Ingest;
using TriageMesh.Platform.Http;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>A person is erased in every service, over a real broker, and a second import of their posts brings nothing back.</summary>
public sealed class Forgetting_a_person(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_service_erases_and_answers_and_the_same_import_brings_nothing_back()
    {
        postgres.Require();
        rabbit.Require();
        var settings = IngestProcess.Settings(("Bus:Transport", "rabbitmq"), ("Bus:Uri", rabbit.Uri));
        await using var mesh = await MeshProcess.StartAsync(
            [new IngestService(), new ClassifierService(), new RouterService()],
            postgres.ConnectionString,
            settings,
            Stop
        );
        await mesh.PostAsync(IngestProcess.Mention("1", "ann-the-author"), Stop);
        await Eventually.Be(_ => CountAsync("ingest.mentions WHERE routed_at IS NOT NULL"), count => count == 1, Stop);
        using var admin = mesh.ClientAs(Role.Admin);

        using var asked = await admin.PostAsJsonAsync(
            "/api/v1/persons/erase",
            new { channel = "weibo", author_id = "ann-the-author" },
            MeshJson.Options,
            Stop
        );

        asked.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var address = asked.Headers.Location!.ToString();
        var done = await Eventually.Be(
            stop => admin.GetFromJsonAsync<JsonElement>(address, stop),
            erasure => erasure.GetProperty("awaited").GetArrayLength() == 0,
            Stop
        );
        done.GetProperty("done")
            .EnumerateArray()
            .Select(one => one.GetProperty("service").GetString())
            .ShouldBe(["classifier", "ingest", "router"]);

        await mesh.PostAsync(IngestProcess.Mention("1", "ann-the-author"), Stop);

        (await CountAsync("ingest.mentions WHERE author_id = 'ann-the-author' OR text <> ''")).ShouldBe(0);
        (await CountAsync("router.mentions WHERE author_id = 'ann-the-author' OR text <> ''")).ShouldBe(0);
        (await CountAsync("router.authors WHERE author_id = 'ann-the-author'")).ShouldBe(0);
        (await CountAsync("ingest.mentions")).ShouldBe(1);
    }

    private Task<long> CountAsync(string what) =>
        postgres.ScalarAsync<long>($"SELECT count(*) FROM {what}", null, Stop);
}
