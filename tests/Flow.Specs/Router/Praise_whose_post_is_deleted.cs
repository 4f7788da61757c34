using System.Net;
using System.Net.Http.Json;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Domain.Mentions;
using TriageMesh.Flow.Specs.Ingest;
using TriageMesh.Ingest;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Router;

/// <summary>From the platform's word to marketing's board, over a real broker: what is gone there is not shown here.</summary>
public sealed class Praise_whose_post_is_deleted(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_revoked_and_what_was_shown_has_to_come_down()
    {
        postgres.Require();
        rabbit.Require();
        await using var mesh = await MeshProcess.StartAsync(
            [new IngestService(), new ClassifierService(), new RouterService()],
            postgres.ConnectionString,
            IngestProcess.Settings(("Bus:Transport", "rabbitmq"), ("Bus:Uri", rabbit.Uri)),
            Stop
        );
        await mesh.PostAsync(IngestProcess.Mention("praise-1"), Stop);
        var mention = MentionIdentity.For("weibo", "brand", "praise-1");
        await Eventually.Be(stop => CountAsync("router.mentions", stop), count => count == 1, Stop);
        using var lead = mesh.ClientAs(Role.Lead);
        using var relabelled = await lead.PostAsJsonAsync(
            $"/api/v1/mentions/{mention}/relabel",
            new { label = "praise", reason = "they are happy" },
            Stop
        );
        relabelled.StatusCode.ShouldBe(HttpStatusCode.OK);
        var praise = await postgres.ScalarAsync<long>("SELECT praise_id FROM router.praise", null, Stop);
        using var shown = await lead.PostAsJsonAsync(
            $"/api/v1/praise/{praise}/repost",
            new { link = "https://example.org/shown" },
            Stop
        );
        shown.IsSuccessStatusCode.ShouldBeTrue(await shown.Content.ReadAsStringAsync(Stop));

        await mesh.PostAsync(new { external_id = "praise-1", deleted = true }, Stop);

        await Eventually.Be(
            stop => CountAsync("router.praise WHERE status = 'revoked'", stop),
            count => count == 1,
            Stop
        );
        (await postgres.ScalarAsync<string>("SELECT reason FROM router.takedowns", null, Stop)).ShouldBe(
            "post_deleted"
        );
    }

    private Task<long> CountAsync(string what, CancellationToken stop) =>
        postgres.ScalarAsync<long>($"SELECT count(*) FROM {what}", null, stop);
}
