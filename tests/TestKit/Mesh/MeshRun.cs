using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Npgsql;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Http;

namespace TriageMesh.TestKit.Mesh;

/// <summary>The whole mesh, started with the command of the README in a run directory of its own: four processes, a private PostgreSQL and RabbitMQ.</summary>
public sealed class MeshRun : IAsyncDisposable
{
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(8);

    // The servers of the specifications must not be mistaken for those of the mesh.
    private static readonly Dictionary<string, string?> OwnServers = new(StringComparer.Ordinal)
    {
        ["TRIAGEMESH_POSTGRES"] = null,
        ["TRIAGEMESH_RABBITMQ"] = null,
    };

    private readonly string _directory;
    private readonly string[] _options;
    private Dictionary<string, JsonElement> _parts = [];
    private HttpClient? _ingest;
    private HttpClient? _router;
    private NpgsqlDataSource? _database;

    private MeshRun(string directory, string[] options)
    {
        _directory = directory;
        _options = options;
    }

    /// <summary>The run directory.</summary>
    public string Directory => _directory;

    public HttpClient Ingest => _ingest ?? throw NotUp();

    public HttpClient Router => _router ?? throw NotUp();

    public Uri Desk { get; private set; } = null!;

    /// <summary>The administrator's password at the desk.</summary>
    public string AdminPassword { get; private set; } = null!;

    /// <summary>A bearer token of the administrator.</summary>
    public string AdminToken { get; private set; } = null!;

    /// <summary>Straight into the database, to count what the services must not be asked about.</summary>
    public NpgsqlDataSource Database => _database ?? throw NotUp();

    /// <summary>What the mesh's processes are configured with.</summary>
    public IConfiguration Settings { get; private set; } = null!;

    /// <summary>Starts a mesh without sample data.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <param name="options">More options of <c>deploy/up</c>.</param>
    public static async Task<MeshRun> StartAsync(CancellationToken cancellationToken, params string[] options)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("triagemesh-mesh-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The folder is made for its owner only; where that is root, the database's user has to get through.
            const UnixFileMode pass = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(directory, File.GetUnixFileMode(directory) | pass);
        }

        var run = new MeshRun(directory, options);
        try
        {
            await run.UpAsync(cancellationToken);
            await run.ReadAsync(cancellationToken);
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts whatever of this mesh is not running.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(StartDeadline);
        string[] arguments = ["--detach", "--no-sample", "--run-dir", _directory, .. _options];
        (
            await ShellCommand.RunAsync(RepositoryRoot.Below("deploy", "up"), arguments, deadline.Token, OwnServers)
        ).Succeeded();
    }

    /// <summary>Runs <c>deploy/mesh</c> against this mesh.</summary>
    public Task<ShellResult> MeshAsync(CancellationToken cancellationToken, params string[] arguments) =>
        ShellCommand.RunAsync(
            RepositoryRoot.Below("deploy", "mesh"),
            [.. arguments, "--run-dir", _directory],
            cancellationToken
        );

    /// <summary>Kills a process as a power cut would: <c>ingest</c>, <c>classifier</c>, <c>router</c>, <c>desk</c>, <c>postgres</c> or <c>rabbitmq</c>.</summary>
    public async Task KillAsync(string part, CancellationToken cancellationToken)
    {
        await ReadStatusAsync(cancellationToken);
        using var process = Process.GetProcessById(_parts[part].GetProperty("pid").GetInt32());
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(cancellationToken);
    }

    /// <summary>Posts mentions to the demo source, signed by the Standard Webhooks scheme.</summary>
    public async Task<HttpResponseMessage> PostSignedAsync(object body, CancellationToken cancellationToken)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(body, MeshJson.Options);
        var id = $"msg_{Guid.NewGuid():N}";
        var timestamp = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var secret = Settings["Ingest:Sources:demo:Secrets:0"]!;
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{id}.{timestamp}."), .. json];
        var signature = HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/ingest/v1/demo");
        request.Content = new ByteArrayContent(json);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString());
        request.Headers.Add("webhook-signature", $"v1,{Convert.ToBase64String(signature)}");
        return await Ingest.SendAsync(request, cancellationToken);
    }

    /// <summary>Asks the router's API as the administrator.</summary>
    public async Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        await Router.GetFromJsonAsync<T>(path, MeshJson.Options, cancellationToken)
        ?? throw new InvalidOperationException($"{path} answered null.");

    /// <summary>Commands the router's API as the administrator.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, object? body, CancellationToken cancellationToken) =>
        Router.PostAsJsonAsync(path, body, MeshJson.Options, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _ingest?.Dispose();
        _router?.Dispose();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        await ShellCommand.RunAsync(
            RepositoryRoot.Below("deploy", "down"),
            ["--run-dir", _directory],
            CancellationToken.None
        );
        System.IO.Directory.Delete(_directory, recursive: true);
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await ReadStatusAsync(cancellationToken);
        Settings = new ConfigurationBuilder().AddJsonFile(Path.Combine(_directory, "mesh.json")).Build();
        var admin = JsonElement.Parse(
            await File.ReadAllTextAsync(Path.Combine(_directory, "admin.json"), cancellationToken)
        );
        AdminPassword = admin.GetProperty("password").GetString()!;
        AdminToken = admin.GetProperty("api_token").GetString()!;
        Desk = new Uri(_parts["desk"].GetProperty("url").GetString()!);
        _ingest = Client("ingest");
        _router = Client("router");
        DapperTypes.Register();
        _database = NpgsqlDataSource.Create(Settings["Database:ConnectionString"]!);
    }

    private static InvalidOperationException NotUp() => new("The mesh is not up.");

    private HttpClient Client(string part)
    {
        var client = new HttpClient { BaseAddress = new Uri(_parts[part].GetProperty("url").GetString()!) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", AdminToken);
        return client;
    }

    private async Task ReadStatusAsync(CancellationToken cancellationToken)
    {
        var status = await ShellCommand.RunAsync(
            RepositoryRoot.Below("deploy", "status"),
            ["--json", "--run-dir", _directory],
            cancellationToken
        );
        _parts = JsonElement
            .Parse(status.Output)
            .GetProperty("services")
            .EnumerateArray()
            .ToDictionary(part => part.GetProperty("name").GetString()!, part => part.Clone(), StringComparer.Ordinal);
    }
}
