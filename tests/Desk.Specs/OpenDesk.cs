using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using TriageMesh.Classifier;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest;
using TriageMesh.Platform.Http;
using TriageMesh.Router;
using TriageMesh.TestKit;

[assembly: AssemblyFixture(typeof(TriageMesh.Desk.Specs.OpenDesk))]
// One browser and one desk for all: a day at the desk has one clock.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace TriageMesh.Desk.Specs;

/// <summary>The real desk, the real router, classifier and ingest in one process, over a database of their own, and a real browser in front.</summary>
public sealed class OpenDesk : IAsyncLifetime
{
    public const string Password = "correct horse 9";

    private readonly PostgresFixture _postgres = new();
    private readonly SemaphoreSlim _starting = new(1);
    private MeshProcess? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private HttpClient? _admin;
    private string _router = "";
    private int _names;

    public MeshProcess Process => _process ?? throw new InvalidOperationException("Call StartAsync first.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("Call StartAsync first.");

    /// <summary>A further router at this address, over the same database: one that may be away.</summary>
    public Task<MeshProcess> StartRouterAsync(Uri at, CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new RouterService()],
            _postgres.ConnectionString,
            new Dictionary<string, string> { ["Router:Url"] = at.ToString() },
            cancellationToken
        );

    /// <summary>A further desk over the same database, in front of the same router unless the settings name another.</summary>
    public Task<MeshProcess> StartDeskAsync(
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken
    ) =>
        MeshProcess.StartAsync(
            [new DeskService()],
            _postgres.ConnectionString,
            new Dictionary<string, string>(settings)
            {
                ["Router:Url"] = settings.GetValueOrDefault("Router:Url", _router),
            },
            cancellationToken
        );

    /// <summary>Starts everything, once; fails where something is missing, and says what.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _postgres.Require();
        Require(File.Exists(Chromium.Path), $"Needs {Chromium.Path}.");
        Require(
            File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")),
            "Needs the built pages: npm ci and npm run build in services/Desk/web, then build again."
        );
        await _starting.WaitAsync(cancellationToken);
        try
        {
            if (_admin is null)
            {
                await StartOnceAsync(cancellationToken);
            }
        }
        finally
        {
            _starting.Release();
        }
    }

    /// <summary>A new person of these roles; agents take tickets only when they say so.</summary>
    public async Task<AccountView> PersonAsync(CancellationToken cancellationToken, params Role[] roles)
    {
        // Of one length, so that no name is the beginning of another; the newest is on the first page of every list.
        var name = $"person-{999 - Interlocked.Increment(ref _names):000}";
        using var answer = await _admin!.PostAsJsonAsync(
            "/desk/accounts",
            new NewAccountRequest
            {
                UserName = name,
                DisplayName = name,
                Password = Password,
                Roles = roles,
            },
            MeshJson.Options,
            cancellationToken
        );
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(cancellationToken));
        return (await answer.Content.ReadFromJsonAsync<AccountView>(MeshJson.Options, cancellationToken))!;
    }

    /// <summary>Somebody who came through a provider gets a password of their own; their sessions end with it.</summary>
    public Task GivePasswordAsync(DeskPerson person, CancellationToken cancellationToken) =>
        PutAccountAsync(
            person.Id,
            new AccountRequest
            {
                DisplayName = person.DisplayName,
                Roles = person.Roles,
                Active = true,
                Password = Password,
            },
            cancellationToken
        );

    /// <summary>Somebody leaves: they sign in no more, and work no tickets.</summary>
    public Task SwitchOffAsync(AccountView person, CancellationToken cancellationToken) =>
        PutAccountAsync(
            person.Id,
            new AccountRequest
            {
                DisplayName = person.DisplayName,
                Roles = person.Roles,
                Active = false,
            },
            cancellationToken
        );

    private async Task PutAccountAsync(Guid id, AccountRequest account, CancellationToken cancellationToken)
    {
        using var answer = await _admin!.PutAsJsonAsync(
            $"/desk/accounts/{id}",
            account,
            MeshJson.Options,
            cancellationToken
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>What the router's API says, asked as an admin.</summary>
    public async Task<T> AskAsync<T>(string path, CancellationToken cancellationToken) =>
        (await _admin!.GetFromJsonAsync<T>($"/desk/api/{path}", MeshJson.Options, cancellationToken))!;

    /// <summary>How many tickets the list of this query has, page by page.</summary>
    public async Task<int> CountAsync(string query, CancellationToken cancellationToken)
    {
        var count = 0;
        string? next = "";
        while (next is not null)
        {
            var cursor = next.Length == 0 ? "" : $"&cursor={Uri.EscapeDataString(next)}";
            var page = await AskAsync<Page<TicketRow>>($"tickets?{query}&limit=200{cursor}", cancellationToken);
            (count, next) = (count + page.Items.Count, page.Next);
        }

        return count;
    }

    public async Task PostAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await _admin!.PostAsJsonAsync(
            $"/desk/api/{path}",
            body,
            MeshJson.Options,
            cancellationToken
        );
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task PutAsync(string path, object body, CancellationToken cancellationToken)
    {
        using var answer = await _admin!.PutAsJsonAsync($"/desk/api/{path}", body, MeshJson.Options, cancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public async Task DeleteAsync(string path, CancellationToken cancellationToken)
    {
        using var answer = await _admin!.DeleteAsync($"/desk/api/{path}", cancellationToken);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    public ValueTask InitializeAsync() => _postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        _admin?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        await _postgres.DisposeAsync();
        _starting.Dispose();
    }

    private async Task StartOnceAsync(CancellationToken cancellationToken)
    {
        _router = $"http://127.0.0.1:{FreePorts.Take()}";
        _process = await MeshProcess.StartAsync(
            [new DeskService(), new RouterService(), new ClassifierService(), new IngestService()],
            _postgres.ConnectionString,
            new Dictionary<string, string>
            {
                ["Router:Url"] = _router,
                ["Desk:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Classifier:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Ingest:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Desk:FirstAdmin:Password"] = Password,
                ["Desk:SignInsPerMinute"] = "10000",
            },
            cancellationToken
        );
        _playwright = await Playwright.CreateAsync();
        // On a slow machine an answer is late, not wrong.
        Assertions.SetDefaultExpectTimeout(15_000);
        _browser = await Chromium.LaunchAsync(_playwright);
        _admin = await SignedInAsync(cancellationToken);
    }

    private async Task<HttpClient> SignedInAsync(CancellationToken cancellationToken)
    {
        var client = new HttpClient { BaseAddress = Process.Address };
        client.DefaultRequestHeaders.Add("X-Requested-With", "triagemesh");
        await Eventually.Be(
            async stop =>
            {
                using var answer = await client.PostAsJsonAsync(
                    "/desk/sign-in",
                    new SignInRequest("admin", Password),
                    MeshJson.Options,
                    stop
                );
                return answer.IsSuccessStatusCode;
            },
            signedIn => signedIn,
            cancellationToken
        );
        return client;
    }

    private static void Require(bool isThere, string what)
    {
        if (!isThere)
        {
            throw new InvalidOperationException(what);
        }
    }
}
