using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TriageMesh.Contracts;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Security;

namespace TriageMesh.TestKit;

/// <summary>The real program, with other settings: services in this process, on a loopback port of their own.</summary>
public sealed class MeshProcess : IAsyncDisposable
{
    private static readonly string SigningKey = Convert.ToBase64String(new byte[32]);
    private readonly WebApplication _app;

    private MeshProcess(WebApplication app)
    {
        _app = app;
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        Address = new Uri(addresses.First());
        Client = new HttpClient { BaseAddress = Address };
    }

    public Uri Address { get; }

    /// <summary>Without a token.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts <paramref name="services"/> over the in-memory bus, unless the settings name a broker.</summary>
    /// <param name="services">What runs.</param>
    /// <param name="connectionString">The database; brought up to date.</param>
    /// <param name="settings">As in the configuration file: <c>Ingest:Reconcile:After</c>.</param>
    /// <param name="cancellationToken">Breaks the start off.</param>
    /// <param name="configure">Last word on registrations.</param>
    public static async Task<MeshProcess> StartAsync(
        IReadOnlyList<IMeshService> services,
        string connectionString,
        IReadOnlyDictionary<string, string> settings,
        CancellationToken cancellationToken,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        var all = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
        {
            ["Database:ConnectionString"] = connectionString,
            ["Bus:Transport"] = "memory",
            ["Security:SigningKey"] = SigningKey,
        };
        foreach (var service in services)
        {
            all[$"{service.Name}:Url"] = "http://127.0.0.1:0";
        }

        foreach (var (key, value) in settings)
        {
            all[key] = value;
        }

        var app = MeshHost.Build(
            [.. all.Select(setting => $"--{setting.Key}={setting.Value}")],
            services,
            builder =>
            {
                builder.Logging.SetMinimumLevel(LogLevel.Warning);
                configure?.Invoke(builder);
            }
        );
        try
        {
            await app.StartAsync(cancellationToken);
            return new MeshProcess(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client that signs in with a token of these roles.</summary>
    public HttpClient ClientAs(params Role[] roles)
    {
        var token = Services
            .GetRequiredService<TokenIssuer>()
            .Issue(new Caller(Guid.NewGuid(), "specs", roles), TimeSpan.FromHours(1));
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
