using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Classifier;
using TriageMesh.Classifier.Corrections;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Classifier;

/// <summary>The real classifier over a database of its own, with a small corpus to train on.</summary>
public sealed class RunningClassifier : IAsyncLifetime
{
    private readonly PostgresFixture _postgres = new();
    private readonly string _corpus = Directory.CreateTempSubdirectory("corpus").FullName;
    private MeshProcess? _process;

    public MeshProcess Process => _process ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>Starts it, once; fails where there is no server.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _postgres.Require();
        if (_process is not null)
        {
            return;
        }

        const string File = "en-001.jsonl";
        System.IO.File.Copy(Path.Combine(AppContext.BaseDirectory, "Corpus", File), Path.Combine(_corpus, File));
        _process = await StartAnotherAsync(cancellationToken);
    }

    /// <summary>One more on the same database.</summary>
    public Task<MeshProcess> StartAnotherAsync(CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new ClassifierService()],
            _postgres.ConnectionString,
            new Dictionary<string, string>
            {
                ["Classifier:LookEvery"] = "00:10:00",
                ["Classifier:Retrain:Corpus"] = _corpus,
            },
            cancellationToken
        );

    /// <summary>One more, with a router in the same process.</summary>
    public Task<MeshProcess> StartWithRouterAsync(CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new ClassifierService(), new RouterService()],
            _postgres.ConnectionString,
            new Dictionary<string, string>(),
            cancellationToken
        );

    /// <summary>Keeps corrections as if people had relabelled these texts to complaint.</summary>
    internal Task KeepAsync(
        CancellationToken cancellationToken,
        params (long Id, string Text, string Author)[] relabels
    ) =>
        Process
            .Services.GetRequiredService<CorrectionStore>()
            .KeepAsync(
                [
                    .. relabels.Select(relabel => new MentionRelabelled
                    {
                        RelabelId = relabel.Id,
                        MentionId = Guid.NewGuid(),
                        Channel = "weibo",
                        Account = "brand",
                        AuthorId = relabel.Author,
                        Text = relabel.Text,
                        Language = "en",
                        FromLabel = Label.Other,
                        ToLabel = Label.Complaint,
                        ModelLabel = Label.Other,
                        ModelVersion = "m1",
                        By = Guid.NewGuid(),
                        At = TimeProvider.System.GetUtcNow(),
                    }),
                ],
                cancellationToken
            );

    /// <summary>Sends a request as somebody of a role, or as nobody; a body goes as JSON.</summary>
    public async Task<(HttpStatusCode Status, string Text, JsonElement Body)> SendAsync(
        Role? role,
        string method,
        string path,
        CancellationToken cancellationToken,
        object? body = null
    )
    {
        using var person = role is { } known ? Process.ClientAs(known) : null;
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(
                body as string ?? JsonSerializer.Serialize(body),
                Encoding.UTF8,
                new MediaTypeHeaderValue("application/json")
            );
        }

        using var response = await (person ?? Process.Client).SendAsync(request, cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        var isJson =
            response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return (response.StatusCode, text, isJson && text.Length > 0 ? JsonElement.Parse(text) : default);
    }

    public ValueTask InitializeAsync() => _postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        Directory.Delete(_corpus, recursive: true);
    }
}
