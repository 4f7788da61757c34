using System.Net;
using System.Text.Json;
using Dapper;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.EndToEnd.Specs;

/// <summary>What the command-line tool does with corrections, models and rules of a running mesh.</summary>
public sealed class Learning_at_the_keyboard(MeshFixture fixture) : IClassFixture<MeshFixture>
{
    private MeshRun Mesh => fixture.Mesh;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_relabelling_can_be_exported_and_erased()
    {
        var mention = await ReceiveAsync("The zeppelin was lovely, thank you all!", "exporter");
        using var answer = await Mesh.PostAsync(
            $"/api/v1/mentions/{mention}/relabel",
            new RelabelRequest(Label.Other, "small talk"),
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);

        var line = await Eventually.Be(
            async stop => (await Mesh.MeshAsync(stop, "corrections", "export", "--label", "other")).Succeeded().Output,
            output => output.Contains($"{mention}", StringComparison.Ordinal),
            Stop
        );

        var correction = line.Trim()
            .Split('\n')
            .Select(text => JsonElement.Parse(text))
            .Single(one => one.GetProperty("mention_id").GetGuid() == mention);
        correction.GetProperty("reason").GetString().ShouldBe("small talk");
        (await Mesh.MeshAsync(Stop, "corrections", "erase", "--mention", $"{mention}"))
            .Succeeded()
            .Output.Trim()
            .ShouldBe("1 erased");
    }

    [Fact]
    public async Task A_rule_is_tried_on_past_mentions_and_switched_on_and_off()
    {
        var mention = await ReceiveAsync("My gyroscope is broken and nobody answers, terrible!", "ruled");
        var file = Path.Combine(Mesh.Directory, "rule.json");
        await File.WriteAllTextAsync(
            file,
            """{"name":"gyroscopes","stage":"before","when":{"words":["gyroscope"]},"then":{"label":"question"}}""",
            Stop
        );

        var change = JsonElement.Parse((await Mesh.MeshAsync(Stop, "rules", "try", file)).Succeeded().Output);
        change.GetProperty("id").GetGuid().ShouldBe(mention);
        change.GetProperty("then").GetProperty("label").GetString().ShouldBe("question");
        var rule = JsonElement
            .Parse((await Mesh.MeshAsync(Stop, "rules", "put", file)).Succeeded().Output)
            .GetProperty("id")
            .GetString()!;
        (await RescoredAsync(mention)).ShouldBe("complaint");
        (await Mesh.MeshAsync(Stop, "rules", "on", rule)).Succeeded();
        (await RescoredAsync(mention)).ShouldBe("question");
        (await Mesh.MeshAsync(Stop, "rules", "off", rule)).Succeeded();
        (await RescoredAsync(mention)).ShouldBe("complaint");
        (await Mesh.MeshAsync(Stop, "rules", "remove", rule)).Succeeded();
        (await Mesh.MeshAsync(Stop, "rules", "list")).Succeeded().Output.ShouldNotContain(rule);
    }

    [Fact]
    public async Task Models_are_listed_and_described_and_what_cannot_be_is_said_in_one_line()
    {
        var list = (await Mesh.MeshAsync(Stop, "models", "list")).Succeeded().Output;
        var version = list.Split('\n').Single(line => line.Contains("champion", StringComparison.Ordinal)).Split(' ')[
            0
        ];

        (await Mesh.MeshAsync(Stop, "models", "card", version))
            .Succeeded()
            .Output.ShouldStartWith($"# Model {version}");
        var back = await Mesh.MeshAsync(Stop, "models", "rollback");
        back.ExitCode.ShouldBe(1);
        back.Errors.Trim().ShouldEndWith("mesh: No model was in place before this one.");
        var forced = await Mesh.MeshAsync(Stop, "models", "promote", version, "--force");
        forced.Errors.ShouldContain("reason: ");
    }

    [Theory]
    [InlineData("--mention", "There is no mention nope.")]
    [InlineData("--model", "No mention was labelled by a model nope.")]
    public async Task What_cannot_be_scored_again_is_named(string option, string said)
    {
        var result = await Mesh.MeshAsync(Stop, "rescore", option, "nope");

        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldContain(said);
    }

    [Fact]
    public async Task Where_the_router_keeps_nothing_of_a_person_the_erasure_says_what_it_is_for()
    {
        var result = (await Mesh.MeshAsync(Stop, "person", "erase", "weibo", "nobody")).Succeeded();

        JsonElement.Parse(result.Output).GetProperty("id").GetGuid().ShouldNotBe(Guid.Empty);
        result.Errors.ShouldContain("The router keeps nothing of nobody on weibo.");
    }

    private async Task<string> RescoredAsync(Guid mention)
    {
        var output = (await Mesh.MeshAsync(Stop, "rescore", "--mention", $"{mention}")).Succeeded().Output;
        return JsonElement.Parse(output).GetProperty("new").GetProperty("label").GetString()!;
    }

    private async Task<Guid> ReceiveAsync(string text, string author)
    {
        var externalId = $"post-{Guid.NewGuid():N}";
        using var answer = await Mesh.PostSignedAsync(
            new
            {
                external_id = externalId,
                text,
                author = new { id = author },
                posted_at = TimeProvider.System.GetUtcNow(),
            },
            Stop
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (
            await Eventually.Be(
                async stop =>
                {
                    await using var connection = await Mesh.Database.OpenConnectionAsync(stop);
                    return await connection.ExecuteScalarAsync<Guid?>(
                        new CommandDefinition(
                            "SELECT mention_id FROM router.mentions WHERE external_id = @externalId",
                            new { externalId },
                            cancellationToken: stop
                        )
                    );
                },
                id => id is not null,
                Stop
            )
        )!.Value;
    }
}
