using System.Security.Cryptography;
using Npgsql;
using TriageMesh.Classifier;
using TriageMesh.Desk;
using TriageMesh.Ingest;
using TriageMesh.Platform.Database;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Screenshots;

/// <summary>A desk, a router, a classifier and ingest over a database of their own, filled so that each page has something to show.</summary>
internal sealed class SampleDesk : IAsyncDisposable
{
    public const string Password = "sample password 1";

    private readonly PostgresFixture _postgres = new();
    private readonly CancellationTokenSource _closing = new();
    private Task _working = Task.CompletedTask;
    private MeshProcess? _process;

    public Uri Address => Process.Address;

    public MeshProcess Process => _process ?? throw new InvalidOperationException("The desk is not up.");

    public SampleTeam Team { get; private set; } = null!;

    /// <summary>Pages of single things, by what the camera calls them.</summary>
    public IReadOnlyDictionary<string, string> Addresses { get; private set; } = new Dictionary<string, string>();

    public static async Task<SampleDesk> StartAsync(CancellationToken cancellationToken)
    {
        var desk = new SampleDesk();
        try
        {
            await desk.FillAsync(cancellationToken);
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _working;
        _closing.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _postgres.DisposeAsync();
    }

    private async Task FillAsync(CancellationToken cancellationToken)
    {
        _postgres.Require();
        await _postgres.InitializeAsync();
        _process = await MeshProcess.StartAsync(
            [new DeskService(), new RouterService(), new ClassifierService(), new IngestService()],
            _postgres.ConnectionString,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Router:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Desk:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Classifier:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Ingest:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Ingest:Sources:sample-weibo:Channel"] = "weibo",
                ["Ingest:Sources:sample-weibo:Account"] = "sample-shop",
                ["Ingest:Sources:sample-weibo:Secrets:0"] = NewSecret(),
                ["Ingest:Sources:sample-x:Channel"] = "x",
                ["Ingest:Sources:sample-x:Account"] = "sample_store",
                ["Ingest:Sources:sample-x:Secrets:0"] = NewSecret(),
                ["Ingest:Sources:sample-x:Secrets:1"] = NewSecret(),
                ["Desk:FirstAdmin:Password"] = Password,
                ["Desk:SignInsPerMinute"] = "1000",
            },
            cancellationToken
        );
        DapperTypes.Register();
        await using var database = NpgsqlDataSource.Create(_postgres.ConnectionString);
        Team = await SampleTeam.MakeAsync(Process, cancellationToken);
        await SampleWeeks.WriteAsync(database, Team, cancellationToken);
        _working = WorkAsync(Team.AtWork, _closing.Token);
        Addresses = await new SampleDay(Process, Team).LiveAsync(cancellationToken);
    }

    /// <summary>Whoever takes tickets says so again and again, as an open desk does.</summary>
    private static async Task WorkAsync(IReadOnlyList<Person> people, CancellationToken cancellationToken)
    {
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(10));
            do
            {
                foreach (var person in people)
                {
                    await person.PostAsync("me/heartbeat", new { }, cancellationToken);
                }
            } while (await timer.WaitForNextTickAsync(cancellationToken));
        }
        catch (OperationCanceledException)
        {
            // The desk closes.
        }
    }

    private static string NewSecret() => $"whsec_{Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))}";
}
