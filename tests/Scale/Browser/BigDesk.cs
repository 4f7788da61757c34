using Microsoft.Playwright;
using Npgsql;
using TriageMesh.Desk;
using TriageMesh.Desk.Specs;
using TriageMesh.Platform.Database;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Scale.Browser;

/// <summary>The real desk and the real router over the filled database and a real broker, with Chromium in front.</summary>
internal sealed class BigDesk : IAsyncDisposable
{
    private const string Password = "correct horse 9";

    private readonly RabbitFixture _rabbit = new();
    private MeshProcess? _process;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public MeshProcess Process => _process ?? throw new InvalidOperationException("The desk is not up.");

    public IBrowser Browser => _browser ?? throw new InvalidOperationException("The browser is not up.");

    /// <summary>Where the broker is.</summary>
    public string Bus => _rabbit.Uri;

    public NpgsqlDataSource Database { get; private set; } = null!;

    /// <summary>A member of busy queues with much in hand.</summary>
    public Watcher Agent { get; private set; } = null!;

    public Watcher Lead { get; private set; } = null!;

    public static async Task<BigDesk> StartAsync(string connectionString, CancellationToken cancellationToken)
    {
        var desk = new BigDesk();
        try
        {
            await desk.OpenAsync(connectionString, cancellationToken);
            return desk;
        }
        catch
        {
            await desk.DisposeAsync();
            throw;
        }
    }

    /// <summary>A window of its own with an empty cache, signed in as this person.</summary>
    public async Task<IBrowserContext> WindowAsync(Watcher watcher)
    {
        var window = await Browser.NewContextAsync(
            new BrowserNewContextOptions
            {
                BaseURL = Process.Address.ToString(),
                Locale = "en",
                StorageState = watcher.SignedIn,
                ViewportSize = new ViewportSize { Width = 1366, Height = 768 },
            }
        );
        window.Request += (_, request) =>
        {
            if (
                new Uri(request.Url) is { Scheme: "http" or "https" or "ws" or "wss" } asked
                && asked.Authority != Process.Address.Authority
            )
            {
                ElsewhereRequests.Add(request.Url);
            }
        };
        return window;
    }

    /// <summary>What any page asked of another host.</summary>
    public System.Collections.Concurrent.ConcurrentBag<string> ElsewhereRequests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _playwright?.Dispose();
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        if (Database is not null)
        {
            await Database.DisposeAsync();
        }

        await _rabbit.DisposeAsync();
    }

    private async Task OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        _rabbit.Require();
        await _rabbit.InitializeAsync();
        DapperTypes.Register();
        Database = NpgsqlDataSource.Create(connectionString);
        _process = await MeshProcess.StartAsync(
            [new DeskService(), new RouterService()],
            connectionString,
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Router:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Desk:Url"] = $"http://127.0.0.1:{FreePorts.Take()}",
                ["Desk:FirstAdmin:Password"] = Password,
                ["Desk:SignInsPerMinute"] = "1000",
                ["Bus:Transport"] = "rabbitmq",
                ["Bus:Uri"] = _rabbit.Uri,
            },
            cancellationToken
        );
        await BusBound.WaitAsync(_process.Services, cancellationToken);
        await SettledDatabase.WaitAsync(Database, cancellationToken);
        _playwright = await Playwright.CreateAsync();
        _browser = await Chromium.LaunchAsync(_playwright);
        var people = await Watcher.EnrolAsync(Database, cancellationToken);
        Agent = await SignInAsync(people.Agent);
        Lead = await SignInAsync(people.Lead);
    }

    private async Task<Watcher> SignInAsync(Watcher watcher)
    {
        await using var window = await Browser.NewContextAsync(
            new BrowserNewContextOptions { BaseURL = Process.Address.ToString() }
        );
        var page = await window.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("input[name=username]").FillAsync(watcher.UserName);
        await page.Locator("input[name=password]").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("nav.side").WaitForAsync();
        return watcher with { SignedIn = await window.StorageStateAsync() };
    }
}
