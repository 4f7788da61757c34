using System.Net;
using System.Net.Http.Json;
using Dapper;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Domain.Mentions;
using TriageMesh.Platform.Hosting;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Flow.Specs.Classifier;

/// <summary>The router and the classifier over a real broker, as people relabel.</summary>
public sealed class Learning_from_relabels(PostgresFixture postgres, RabbitFixture rabbit)
    : IClassFixture<PostgresFixture>,
        IClassFixture<RabbitFixture>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relabelling_in_the_router_is_one_correction_though_delivered_twice()
    {
        postgres.Require();
        rabbit.Require();
        await using var router = await StartAsync(new RouterService());
        await using var classifier = await StartAsync(new ClassifierService());
        var mention = await RouteAsync(router);

        await RelabelAsync(router, mention, Label.Complaint);
        await StoredAsync(1);
        // The broker delivers again: the relay had published and could not mark it.
        await ExecuteAsync("UPDATE router.relabels SET published_at = NULL");
        await Eventually.Be(
            _ => OneAsync<long>("SELECT count(*) FROM router.relabels WHERE published_at IS NULL"),
            waiting => waiting == 0,
            Stop
        );
        await RelabelAsync(router, mention, Label.Question);

        await StoredAsync(2);
        var corrections = await ListAsync<string>(
            """
            SELECT concat_ws(' ', from_label, to_label, model_label, model_version, author_id, language, state, reason)
              FROM classifier.corrections
             ORDER BY correction_id
            """
        );
        corrections.ShouldBe([
            "other complaint other m1 ann en undone looked at it",
            "complaint question other m1 ann en stands looked at it",
        ]);
        (await OneAsync<string>("SELECT DISTINCT text FROM classifier.corrections")).ShouldBe("It came on Monday.");
        // The mention keeps the model that labelled it.
        (await OneAsync<string>("SELECT model_label || ' ' || model_version FROM router.mentions")).ShouldBe(
            "other m1"
        );
    }

    private Task<MeshProcess> StartAsync(IMeshService service) =>
        MeshProcess.StartAsync(
            [service],
            postgres.ConnectionString,
            new Dictionary<string, string> { ["Bus:Transport"] = "rabbitmq", ["Bus:Uri"] = rabbit.Uri },
            Stop
        );

    private async Task<Guid> RouteAsync(MeshProcess router)
    {
        var id = MentionIdentity.For("weibo", "brand", "p1");
        await BusBound.WaitAsync(router.Services, Stop);
        await router
            .Services.GetRequiredService<IBus>()
            .Publish(
                new MentionsClassified([
                    new ClassifiedMention(
                        new Mention
                        {
                            MentionId = id,
                            Channel = "weibo",
                            Account = "brand",
                            ExternalId = "p1",
                            Author = new MentionAuthor { Id = "ann" },
                            Text = "It came on Monday.",
                            PostedAt = TimeProvider.System.GetUtcNow(),
                            ReceivedAt = TimeProvider.System.GetUtcNow(),
                            Source = "specs",
                        },
                        new Classification
                        {
                            Label = Label.Other,
                            Scores = new LabelScores(0.1, 0.1, 0.1, 0.7),
                            Language = "en",
                            ModelVersion = "m1",
                        }
                    ),
                ]),
                Stop
            );
        await Eventually.Be(_ => OneAsync<long>("SELECT count(*) FROM router.mentions"), count => count == 1, Stop);
        return id;
    }

    private static async Task RelabelAsync(MeshProcess router, Guid mention, Label label)
    {
        using var lead = router.ClientAs(Role.Lead);
        using var answer = await lead.PostAsJsonAsync(
            $"/api/v1/mentions/{mention}/relabel",
            new { label = label.Wire(), reason = "looked at it" },
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, await answer.Content.ReadAsStringAsync(Stop));
    }

    private Task<long> StoredAsync(long count) =>
        Eventually.Be(
            _ => OneAsync<long>("SELECT count(*) FROM classifier.corrections"),
            stored => stored == count,
            Stop
        );

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        await connection.ExecuteAsync(new CommandDefinition(sql, cancellationToken: Stop));
    }

    private async Task<IReadOnlyList<T>> ListAsync<T>(string sql)
    {
        await using var connection = await postgres.Database.OpenConnectionAsync(Stop);
        return [.. await connection.QueryAsync<T>(new CommandDefinition(sql, cancellationToken: Stop))];
    }

    private async Task<T> OneAsync<T>(string sql) => (await ListAsync<T>(sql)).Single();
}
