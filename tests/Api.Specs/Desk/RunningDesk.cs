using Dapper;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk;
using TriageMesh.Router;
using TriageMesh.TestKit;

namespace TriageMesh.Api.Specs.Desk;

/// <summary>The real desk in front of the real router, over a database of their own, with a clock moved by hand.</summary>
public sealed class RunningDesk : IAsyncLifetime
{
    public const string AdminName = "admin";
    public const string Password = "correct horse 9";

    private readonly PostgresFixture _postgres = new();
    private readonly Dictionary<string, ProviderDesk> _providers = new(StringComparer.Ordinal);
    private MeshProcess? _router;
    private MeshProcess? _desk;
    private int _names;

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 6, 5, 1, 0, 0, TimeSpan.Zero));

    public MeshProcess Desk => _desk ?? throw new InvalidOperationException("Call StartAsync first.");

    public MeshProcess Router => _router ?? throw new InvalidOperationException("Call StartAsync first.");

    public string ConnectionString => _postgres.ConnectionString;

    /// <summary>Starts both, once; fails where there is no server.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _postgres.Require();
        if (_desk is not null)
        {
            return;
        }

        _router = await StartRouterAsync(cancellationToken);
        _desk = await StartDeskAsync(_router.Address, cancellationToken);
        using var admin = Browser();
        await Eventually.Be(
            async stop => (await admin.TrySignInAsync(AdminName, Password, stop)).IsSuccessStatusCode,
            signedIn => signedIn,
            cancellationToken
        );
    }

    /// <summary>A further router over the same database.</summary>
    public Task<MeshProcess> StartRouterAsync(CancellationToken cancellationToken) =>
        MeshProcess.StartAsync(
            [new RouterService()],
            ConnectionString,
            new Dictionary<string, string>(),
            cancellationToken,
            UseTime
        );

    /// <summary>A further desk over the same database.</summary>
    public Task<MeshProcess> StartDeskAsync(
        Uri router,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, string>? settings = null
    )
    {
        var all = new Dictionary<string, string>
        {
            ["Router:Url"] = router.ToString(),
            ["Desk:FirstAdmin:Password"] = Password,
            ["Desk:RefusalTakes"] = "00:00:00",
            ["Desk:SignInsPerMinute"] = "10000",
        };
        foreach (var (key, value) in settings ?? new Dictionary<string, string>())
        {
            all[key] = value;
        }

        return MeshProcess.StartAsync([new DeskService()], ConnectionString, all, cancellationToken, UseTime);
    }

    /// <summary>A desk with these settings for its provider; the same one each time, with an honest provider.</summary>
    internal async Task<ProviderDesk> WithProviderAsync(
        CancellationToken cancellationToken,
        params (string Key, string Value)[] settings
    )
    {
        var key = string.Join(' ', settings);
        if (!_providers.TryGetValue(key, out var found))
        {
            found = await ProviderDesk.StartAsync(this, Router.Address, cancellationToken, settings);
            _providers.Add(key, found);
        }

        found.Provider.BeHonest();
        return found;
    }

    public DeskBrowser Browser() => new(Desk.Address);

    public async Task<DeskBrowser> AdminAsync(CancellationToken cancellationToken)
    {
        var browser = Browser();
        await browser.SignInAsync(AdminName, Password, cancellationToken);
        return browser;
    }

    /// <summary>A new person of these roles, signed in.</summary>
    public async Task<(DeskBrowser Browser, AccountView Account)> PersonAsync(
        CancellationToken cancellationToken,
        params Role[] roles
    )
    {
        var account = await AccountAsync(cancellationToken, roles);
        var browser = Browser();
        await browser.SignInAsync(account.UserName, Password, cancellationToken);
        return (browser, account);
    }

    /// <summary>A new account of these roles.</summary>
    public async Task<AccountView> AccountAsync(CancellationToken cancellationToken, params Role[] roles)
    {
        using var admin = await AdminAsync(cancellationToken);
        var name = $"person-{Interlocked.Increment(ref _names)}";
        return await admin.SendAsync<AccountView>(
            HttpMethod.Post,
            "/desk/accounts",
            new NewAccountRequest
            {
                UserName = name,
                DisplayName = name,
                Password = Password,
                Roles = roles,
            },
            cancellationToken
        );
    }

    public async Task<T?> ScalarAsync<T>(string statement, object? values, CancellationToken cancellationToken)
    {
        await using var connection = await _postgres.Database.OpenConnectionAsync(cancellationToken);
        return await connection.ExecuteScalarAsync<T>(
            new CommandDefinition(statement, values, cancellationToken: cancellationToken)
        );
    }

    public ValueTask InitializeAsync() => _postgres.InitializeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var provider in _providers.Values)
        {
            await provider.DisposeAsync();
        }

        foreach (var process in new[] { _desk, _router })
        {
            if (process is not null)
            {
                await process.DisposeAsync();
            }
        }

        await _postgres.DisposeAsync();
    }

    private void UseTime(WebApplicationBuilder builder) =>
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Time));
}
