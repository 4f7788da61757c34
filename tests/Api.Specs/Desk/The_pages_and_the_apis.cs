using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.TestKit;
using TriageMesh.TestKit.Mesh;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>The pages' types are generated from descriptions kept in <c>services/Desk/web/api</c>.</summary>
/// <remarks>With <c>TRIAGEMESH_WRITE_API=1</c> the descriptions are written anew instead of compared.</remarks>
public sealed class The_pages_and_the_apis(RunningDesk desk) : IClassFixture<RunningDesk>, IAsyncLifetime
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_pages_are_built_from_the_routers_api_as_it_is()
    {
        using var client = desk.Router.ClientAs(Role.Admin);

        await CompareAsync("router", await client.GetStringAsync("/openapi/router.json", Stop));
    }

    [Fact]
    public async Task The_pages_are_built_from_the_desks_api_as_it_is()
    {
        using var admin = await desk.AdminAsync(Stop);
        using var answer = await admin.SendAsync(HttpMethod.Get, "/desk/openapi/desk.json", body: null, Stop);

        await CompareAsync("desk", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task The_pages_are_built_from_the_classifiers_api_as_it_is()
    {
        await using var classifier = await MeshProcess.StartAsync(
            [new ClassifierService()],
            desk.ConnectionString,
            new Dictionary<string, string>(),
            Stop
        );
        using var client = classifier.ClientAs(Role.Admin);

        await CompareAsync("classifier", await client.GetStringAsync("/openapi/classifier.json", Stop));
    }

    private static async Task CompareAsync(string name, string served)
    {
        var description = JsonNode.Parse(served)!.AsObject();
        // Where it is served, and by which program, is not what it is.
        description.Remove("servers");
        description["info"]!["title"] = name;
        var text = description.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n";
        var file = RepositoryRoot.Below("services", "Desk", "web", "api", $"{name}.json");
        if (Environment.GetEnvironmentVariable("TRIAGEMESH_WRITE_API") == "1")
        {
            await File.WriteAllTextAsync(file, text, Stop);
        }

        JsonNode
            .DeepEquals(JsonNode.Parse(await File.ReadAllTextAsync(file, Stop)), description)
            .ShouldBeTrue($"{file} is out of date: run this test with TRIAGEMESH_WRITE_API=1, then npm run check.");
    }

    public async ValueTask InitializeAsync() => await desk.StartAsync(Stop);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
