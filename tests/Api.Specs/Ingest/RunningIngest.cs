using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest;
using TriageMesh.Platform.Http;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Ingest;

/// <summary>The real ingest service over a database of its own, with one fixed source and one open one.</summary>
public sealed class RunningIngest : IAsyncLifetime
{
    /// <summary>Delivers the account <c>brand</c> on <c>weibo</c>.</summary>
    public const string Fixed = "shop";

    /// <summary>Delivers any account.</summary>
    public const string Open = "agency";

    private readonly PostgresFixture _postgres = new();
    private MeshProcess? _process;

    public PostgresFixture Postgres => _postgres;

    public MeshProcess Process => _process ?? throw new InvalidOperationException("Call StartAsync first.");

    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>
        {
            [$"Ingest:Sources:{Fixed}:Channel"] = "weibo",
            [$"Ingest:Sources:{Fixed}:Account"] = "brand",
            [$"Ingest:Sources:{Fixed}:Secrets:0"] = SignedWebhook.Secret,
            [$"Ingest:Sources:{Fixed}:Secrets:1"] = SignedWebhook.NextSecret,
            [$"Ingest:Sources:{Fixed}:OwnAuthorIds:0"] = "brand-itself",
            [$"Ingest:Sources:{Open}:Secrets:0"] = SignedWebhook.Secret,
            ["Ingest:Intake:StoreTimeout"] = "00:00:01",
        };

    /// <summary>Starts it, once; fails where there is no server.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _postgres.Require();
        _process ??= await MeshProcess.StartAsync(
            [new IngestService()],
            _postgres.ConnectionString,
            Settings,
            cancellationToken
        );
    }

    /// <summary>Posts a signed body and reads the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(
        object body,
        CancellationToken cancellationToken,
        string source = Fixed,
        string? webhookId = null
    )
    {
        using var request = SignedWebhook.Post(source, body, webhookId);
        return await SendAsync(request, cancellationToken);
    }

    public async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        HttpRequestMessage request,
        CancellationToken cancellationToken
    )
    {
        using var response = await Process.Client.SendAsync(request, cancellationToken);
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken));
    }

    /// <summary>Posts what must be taken.</summary>
    public async Task<IntakeAnswer> AcceptAsync(
        object body,
        CancellationToken cancellationToken,
        string source = Fixed,
        string? webhookId = null
    )
    {
        var (status, answer) = await PostAsync(body, cancellationToken, source, webhookId);
        status.ShouldBe(HttpStatusCode.Accepted, answer.ToString());
        return answer.Deserialize<IntakeAnswer>(MeshJson.Options)!;
    }

    public async Task<T?> ScalarAsync<T>(string statement, object? values, CancellationToken cancellationToken)
    {
        await using var connection = await Postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<T>(
            new CommandDefinition(statement, values, cancellationToken: cancellationToken)
        );
    }

    /// <summary>A mention that nobody else has sent.</summary>
    public static Dictionary<string, object?> Mention(string? externalId = null, string text = "Where is my refund?") =>
        new()
        {
            ["external_id"] = externalId ?? Guid.NewGuid().ToString("N"),
            ["text"] = text,
            ["author"] = new { id = "customer-1" },
            ["posted_at"] = "2026-06-05T09:30:00+08:00",
        };

    public ValueTask InitializeAsync() => _postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }
}
