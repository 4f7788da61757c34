using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier.Rules;
using TriageMesh.Contracts;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Classifier;

/// <summary>Corrections, models, retrainings and rules over HTTP: who may, what is answered, what is refused.</summary>
public sealed class Learning_over_http(RunningClassifier classifier) : IClassFixture<RunningClassifier>, IAsyncLifetime
{
    private const string V1 = "/classifier/v1";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await classifier.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<string, string, string?, Role> Least =>
        new()
        {
            { "GET", "/models", null, Role.Agent },
            { "GET", "/model-versions", null, Role.Agent },
            { "GET", "/model-versions/none", null, Role.Agent },
            { "GET", "/model-versions/none/card", null, Role.Agent },
            { "POST", "/model-versions/none/promote", "{}", Role.Admin },
            { "POST", "/model-versions/rollback", "{}", Role.Admin },
            { "GET", "/corrections", null, Role.Lead },
            { "GET", "/corrections.jsonl", null, Role.Lead },
            { "DELETE", "/corrections?channel=x&account=y&author_id=z", null, Role.Admin },
            { "DELETE", "/corrections/0198c1f0-0000-7000-8000-000000000001", null, Role.Admin },
            { "GET", "/retrainings", null, Role.Lead },
            { "POST", "/retrainings", """{"dev_sets":null}""", Role.Lead },
            { "GET", "/rules", null, Role.Lead },
            { "PUT", "/rules/0198c1f0-0000-7000-8000-000000000001", """{"definition":null}""", Role.Lead },
            { "DELETE", "/rules/0198c1f0-0000-7000-8000-000000000001", null, Role.Lead },
            { "POST", "/rules/try", """{"definition":null}""", Role.Lead },
            { "POST", "/rescore", """{"mentions":[]}""", Role.Agent },
        };

    [Theory]
    [MemberData(nameof(Least))]
    public async Task Only_the_role_that_it_takes_or_a_higher_one_gets_in(
        string method,
        string path,
        string? body,
        Role least
    )
    {
        (await classifier.SendAsync(null, method, V1 + path, Stop, body)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        foreach (var role in new[] { Role.Marketing, Role.Agent, Role.Lead, Role.Admin })
        {
            var status = (await classifier.SendAsync(role, method, V1 + path, Stop, body)).Status;

            if (role != Role.Marketing && Rank(role) >= Rank(least))
            {
                status.ShouldNotBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden);
                ((int)status).ShouldBeLessThan(500);
            }
            else
            {
                status.ShouldBe(HttpStatusCode.Forbidden, $"{role} at {method} {path}");
            }
        }

        static int Rank(Role role) => Array.IndexOf([Role.Agent, Role.Lead, Role.Admin], role);
    }

    [Theory]
    [InlineData("GET", "/corrections?label=anger", null, "label")]
    [InlineData("GET", "/corrections?from=yesterday", null, "from")]
    [InlineData("GET", "/corrections?state=old", null, "state")]
    [InlineData("GET", "/corrections?cursor=x", null, "cursor")]
    [InlineData("GET", "/corrections.jsonl?from_label=anger", null, "from_label")]
    [InlineData("DELETE", "/corrections?channel=x&account=y", null, "author_id")]
    [InlineData("GET", "/model-versions?cursor=x", null, "cursor")]
    [InlineData("POST", "/model-versions/none/promote", """{"force":true}""", "reason")]
    [InlineData("POST", "/retrainings", """{"dev_sets":[{"name":"","texts":[]}]}""", "dev_sets[0].name")]
    [InlineData(
        "POST",
        "/retrainings",
        """{"dev_sets":[{"name":"a","texts":[{"text":" ","label":"other"}]}]}""",
        "dev_sets[0].texts"
    )]
    [InlineData("PUT", "/rules/0198c1f0-0000-7000-8000-000000000001", """{"definition":null}""", "definition")]
    [InlineData(
        "POST",
        "/rules/try",
        """{"definition":{"name":"r","stage":"before","when":{"pattern":"("},"then":{"label":"other"}}}""",
        "definition.when.pattern"
    )]
    [InlineData("POST", "/rescore", """{"mentions":[{"text":null}]}""", "mentions[0].text")]
    public async Task What_is_wrong_is_named_by_its_field(string method, string path, string? body, string field)
    {
        var (status, _, problem) = await classifier.SendAsync(Role.Admin, method, V1 + path, Stop, body);

        status.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(field);
    }

    [Fact]
    public async Task Corrections_are_listed_exported_and_erased()
    {
        await classifier.KeepAsync(Stop, (101, "first", "lister"), (102, "第二", "lister"), (103, "third", "lister"));

        // Others keep corrections here too; ours are among them, newest first.
        var listed = new List<string?>();
        string? next = null;
        do
        {
            var after = next is null ? "" : $"&cursor={next}";
            var page = (await classifier.SendAsync(Role.Lead, "GET", $"{V1}/corrections?limit=2{after}", Stop)).Body;
            listed.AddRange(Texts(page));
            next = page.GetProperty("next").GetString();
        } while (next is not null);
        listed.Where(text => text is "first" or "第二" or "third").ShouldBe(["third", "第二", "first"]);
        (await classifier.SendAsync(Role.Lead, "GET", $"{V1}/corrections?label=praise", Stop))
            .Body.GetProperty("items")
            .GetArrayLength()
            .ShouldBe(0);

        var export = (
            await classifier.SendAsync(Role.Lead, "GET", $"{V1}/corrections.jsonl?label=complaint", Stop)
        ).Text;
        export.Trim().Split('\n').Select(line => JsonElement.Parse(line)).Select(Text).ShouldContain("第二");
        export.ShouldContain("\"第二\"");

        var erased = await classifier.SendAsync(
            Role.Admin,
            "DELETE",
            $"{V1}/corrections?channel=weibo&account=brand&author_id=lister",
            Stop
        );
        erased.Body.GetProperty("corrections").GetInt32().ShouldBe(3);
        (await classifier.SendAsync(Role.Lead, "GET", $"{V1}/corrections.jsonl", Stop)).Text.ShouldNotContain("第二");

        static string? Text(JsonElement row) => row.GetProperty("text").GetString();
        static List<string?> Texts(JsonElement page) => [.. page.GetProperty("items").EnumerateArray().Select(Text)];
    }

    [Fact]
    public async Task The_champion_is_listed_shown_and_described()
    {
        var list = (await classifier.SendAsync(Role.Agent, "GET", $"{V1}/model-versions", Stop)).Body;
        var champion = list.GetProperty("items")
            .EnumerateArray()
            .Single(model => model.GetProperty("state").GetString() == "champion");
        var version = champion.GetProperty("version").GetString();

        (await classifier.SendAsync(Role.Agent, "GET", $"{V1}/model-versions/{version}", Stop))
            .Body.GetProperty("origin")
            .GetString()
            .ShouldBe("shipped");
        var card = (await classifier.SendAsync(Role.Agent, "GET", $"{V1}/model-versions/{version}/card", Stop)).Text;
        foreach (var part in new[] { $"# Model {version}", "## Data", "## Labels", "## Figures", "## Limits" })
        {
            card.ShouldContain(part);
        }

        var again = await classifier.SendAsync(
            Role.Admin,
            "POST",
            $"{V1}/model-versions/{version}/promote",
            Stop,
            new { }
        );
        again.Status.ShouldBe(HttpStatusCode.OK);
        var back = await classifier.SendAsync(Role.Admin, "POST", $"{V1}/model-versions/rollback", Stop, new { });
        back.Status.ShouldBe(HttpStatusCode.Conflict);
        back.Body.GetProperty("title").GetString().ShouldBe("No model was in place before this one.");
    }

    [Fact]
    public async Task A_retraining_is_accepted_followed_to_its_end_and_a_worse_model_is_not_promoted()
    {
        var started = await classifier.SendAsync(Role.Lead, "POST", $"{V1}/retrainings", Stop, new { });
        started.Status.ShouldBe(HttpStatusCode.Accepted);
        started.Body.GetProperty("promote").GetBoolean().ShouldBeFalse("only admins put a model in place");
        var id = started.Body.GetProperty("id").GetGuid();

        var ended = await Eventually.Be(
            async stop => (await classifier.SendAsync(Role.Lead, "GET", $"{V1}/retrainings/{id}", stop)).Body,
            job => job.GetProperty("finished_at").ValueKind == JsonValueKind.String,
            Stop,
            TimeSpan.FromMinutes(10)
        );

        ended.GetProperty("state").GetString().ShouldBe("refused");
        var challenger = ended.GetProperty("challenger").GetString();
        var refused = await classifier.SendAsync(
            Role.Admin,
            "POST",
            $"{V1}/model-versions/{challenger}/promote",
            Stop,
            new { }
        );
        refused.Status.ShouldBe(HttpStatusCode.Conflict);
        refused.Body.GetProperty("title").GetString().ShouldBe("This model was refused.");
    }

    [Fact]
    public async Task A_rule_is_tried_then_switched_on_and_holds_in_every_classifier_at_once()
    {
        await using var other = await classifier.StartAnotherAsync(Stop);
        await classifier.KeepAsync(Stop, (201, "zorblax again", "trier"), (202, "nothing", "trier"));
        var definition = new
        {
            name = "zorblax",
            stage = "before",
            when = new { words = new[] { "zorblax" }, channels = new[] { "weibo" } },
            then = new { label = "question" },
        };

        var tried = (
            await classifier.SendAsync(
                Role.Lead,
                "POST",
                $"{V1}/rules/try",
                Stop,
                new
                {
                    definition,
                    corrections = true,
                    mentions = new object[]
                    {
                        new
                        {
                            id = "a",
                            text = "ZORBLAX is broken and nobody answers!",
                            channel = "weibo",
                        },
                        new
                        {
                            id = "b",
                            text = "zorblax",
                            channel = "x",
                        },
                    },
                }
            )
        ).Body;
        tried.GetProperty("matched").GetInt32().ShouldBe(2);
        var change = tried
            .GetProperty("changes")
            .EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == "a");
        change.GetProperty("now").GetProperty("label").GetString().ShouldBe("complaint");
        change.GetProperty("then").GetProperty("label").GetString().ShouldBe("question");

        var path = $"{V1}/rules/{Guid.NewGuid()}";
        (await PutAsync(path, definition, enabled: false, version: 0)).ShouldBe(HttpStatusCode.OK);
        (await LabelAsync()).GetProperty("rule").ValueKind.ShouldBe(JsonValueKind.Null);
        (await PutAsync(path, definition, enabled: true, version: 0)).ShouldBe(HttpStatusCode.Conflict);
        (await PutAsync(path, definition, enabled: true, version: 1)).ShouldBe(HttpStatusCode.OK);

        var labelled = await LabelAsync();
        labelled.GetProperty("label").GetString().ShouldBe("question");
        labelled.GetProperty("rule").GetProperty("name").GetString().ShouldBe("zorblax");
        labelled.GetProperty("rule").GetProperty("version").GetInt32().ShouldBe(2);
        labelled.GetProperty("terms")[0].GetProperty("term").GetString().ShouldBe("rule: zorblax");
        await RulesThereAsync(1);

        var rescored = (
            await classifier.SendAsync(
                Role.Agent,
                "POST",
                $"{V1}/rescore",
                Stop,
                new
                {
                    mentions = new[]
                    {
                        new
                        {
                            id = "a",
                            text = "zorblax is broken",
                            channel = "weibo",
                            label = "complaint",
                            model_version = "m1",
                        },
                    },
                }
            )
        ).Body;
        rescored.GetProperty("changed").GetInt32().ShouldBe(1);
        var old = rescored.GetProperty("mentions")[0];
        (old.GetProperty("old_label").GetString(), old.GetProperty("old_model_version").GetString()).ShouldBe(
            ("complaint", "m1")
        );
        old.GetProperty("new").GetProperty("label").GetString().ShouldBe("question");

        (await classifier.SendAsync(Role.Lead, "DELETE", path, Stop)).Status.ShouldBe(HttpStatusCode.NoContent);
        (await LabelAsync()).GetProperty("rule").ValueKind.ShouldBe(JsonValueKind.Null);
        await RulesThereAsync(0);
        var versions = (await classifier.SendAsync(Role.Lead, "GET", path, Stop)).Body;
        versions
            .EnumerateArray()
            .Select(version =>
                (
                    version.GetProperty("version").GetInt32(),
                    version.GetProperty("enabled").GetBoolean(),
                    version.GetProperty("removed").GetBoolean(),
                    version.GetProperty("by").GetString()
                )
            )
            .ShouldBe([(3, false, true, "specs"), (2, true, false, "specs"), (1, false, false, "specs")]);

        async Task<JsonElement> LabelAsync() =>
            (
                await classifier.SendAsync(
                    Role.Agent,
                    "POST",
                    $"{V1}/classify",
                    Stop,
                    new { text = "zorblax is broken and nobody answers!", channel = "weibo" }
                )
            ).Body;

        Task RulesThereAsync(int count) =>
            Eventually.Be(
                () => other.Services.GetRequiredService<RuleFollower>().Book.Rules.Count,
                there => there == count,
                Stop
            );
    }

    [Fact]
    public async Task The_api_is_described()
    {
        var description = (await classifier.SendAsync(Role.Agent, "GET", "/openapi/classifier.json", Stop)).Body;

        var operations = description
            .GetProperty("paths")
            .EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject())
            .Select(operation => operation.Value.GetProperty("operationId").GetString()!)
            .ToList();
        operations.ShouldBeUnique();
        operations.ShouldBeSubsetOf([
            "ClassifyText",
            "ListModels",
            "ListModelVersions",
            "ViewModelVersion",
            "ViewModelCard",
            "PromoteModel",
            "RollBackModel",
            "StartRetraining",
            "ListRetrainings",
            "ViewRetraining",
            "ListCorrections",
            "ExportCorrections",
            "EraseCorrectionsOfMention",
            "EraseCorrectionsOfAuthor",
            "ListRules",
            "ListRuleVersions",
            "PutRule",
            "RemoveRule",
            "TryRule",
            "RescoreMentions",
        ]);
        operations.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Router_and_classifier_in_one_process_are_each_described()
    {
        await using var both = await classifier.StartWithRouterAsync(Stop);
        using var person = both.ClientAs(Role.Agent);

        foreach (
            var (document, path) in new[] { ("router", "/api/v1/tickets"), ("classifier", "/classifier/v1/classify") }
        )
        {
            var description = await person.GetStringAsync($"/openapi/{document}.json", Stop);

            JsonElement.Parse(description).GetProperty("paths").TryGetProperty(path, out _).ShouldBeTrue(document);
        }
    }

    private async Task<HttpStatusCode> PutAsync(string path, object definition, bool enabled, int version) =>
        (
            await classifier.SendAsync(
                Role.Lead,
                "PUT",
                path,
                Stop,
                new
                {
                    definition,
                    enabled,
                    version,
                }
            )
        ).Status;
}
