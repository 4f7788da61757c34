using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Classifier;

/// <summary>The classifier's HTTP answers.</summary>
public sealed class Classifying_over_http(PostgresFixture postgres) : IClassFixture<PostgresFixture>, IAsyncLifetime
{
    private WebApplication? _app;
    private HttpClient _client = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        postgres.Require();
        _app = Build();
        await _app.StartAsync(Stop);
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        SignIn(Role.Agent);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync(Stop);
            await _app.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_text_is_answered_with_label_scores_version_and_the_terms_that_weighed_most()
    {
        var answer = await Classify(new { text = "Third week without my refund and nobody answers. Never again." });

        answer.GetProperty("label").GetString().ShouldBe("complaint");
        answer.GetProperty("language").GetString().ShouldBe("en");
        var scores = answer.GetProperty("scores");
        scores.EnumerateObject().Sum(score => score.Value.GetDouble()).ShouldBe(1, 1e-9);
        answer.GetProperty("confidence").GetDouble().ShouldBe(scores.GetProperty("complaint").GetDouble());
        answer.GetProperty("model_version").GetString()!.Length.ShouldBe(12);
        answer.GetProperty("needs_review").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        answer.GetProperty("terms").GetArrayLength().ShouldBeInRange(1, 6);
        answer.GetProperty("terms")[0].GetProperty("term").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"text\":null}")]
    [InlineData("{\"text\":5}")]
    [InlineData("nonsense")]
    public async Task A_request_without_a_text_is_refused(string body)
    {
        using var content = new StringContent(body, new MediaTypeHeaderValue("application/json"));

        using var answer = await _client.PostAsync("/classifier/v1/classify", content, Stop);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused_by_name()
    {
        using var answer = await _client.PostAsJsonAsync(
            "/classifier/v1/classify",
            new { text = new string('x', 100_001) },
            Stop
        );

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync(Stop)).ShouldContain("\"text\"");
    }

    [Fact]
    public async Task The_current_model_shows_its_version_and_figures()
    {
        var models = await _client.GetFromJsonAsync<JsonElement>("/classifier/v1/models", Stop);

        var current = models.GetProperty("current");
        var version = (await Classify(new { text = "hello" })).GetProperty("model_version").GetString();
        current.GetProperty("version").GetString().ShouldBe(version);
        var language = current.GetProperty("languages")[0];
        language.GetProperty("texts").GetInt32().ShouldBeGreaterThan(600);
        language.GetProperty("macro_f1").GetDouble().ShouldBeInRange(0.5, 1);
        language.GetProperty("labels").GetProperty("complaint").GetProperty("f1").GetDouble().ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData(null, HttpStatusCode.Unauthorized)]
    [InlineData(Role.Marketing, HttpStatusCode.Forbidden)]
    [InlineData(Role.Agent, HttpStatusCode.OK)]
    [InlineData(Role.Admin, HttpStatusCode.OK)]
    public async Task Only_whoever_works_tickets_may_ask(Role? role, HttpStatusCode expected)
    {
        SignIn(role);

        using var models = await _client.GetAsync("/classifier/v1/models", Stop);
        using var classify = await _client.PostAsJsonAsync("/classifier/v1/classify", new { text = "x" }, Stop);

        models.StatusCode.ShouldBe(expected);
        classify.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Without_a_sound_model_the_process_does_not_start_and_says_why()
    {
        var path = Path.GetTempFileName();
        await using var app = Build($"--Classifier:ModelPath={path}");

        var wrong = await Should.ThrowAsync<OptionsValidationException>(() => app.StartAsync(Stop));

        wrong.Message.ShouldContain($"Classifier:ModelPath: {path}: This is not a TriageMesh model file.");
        File.Delete(path);
    }

    private async Task<JsonElement> Classify(object request)
    {
        using var answer = await _client.PostAsJsonAsync("/classifier/v1/classify", request, Stop);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Stop);
    }

    private void SignIn(Role? role) =>
        _client.DefaultRequestHeaders.Authorization = role is { } known
            ? new AuthenticationHeaderValue(
                "Bearer",
                _app!
                    .Services.GetRequiredService<TokenIssuer>()
                    .Issue(new Caller(Guid.NewGuid(), "specs", [known]), TimeSpan.FromMinutes(5))
            )
            : null;

    private WebApplication Build(params string[] more) =>
        MeshHost.Build(
            [
                $"--Database:ConnectionString={postgres.ConnectionString}",
                "--Bus:Transport=memory",
                $"--Security:SigningKey={Convert.ToBase64String(new byte[32])}",
                "--classifier:Url=http://127.0.0.1:0",
                .. more,
            ],
            [new ClassifierService()]
        );
}
