using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using NodaTime;

namespace TriageMesh.Desk.OpenId;

/// <summary>What the provider says of itself: where it is asked, and its keys. Read twice a day, and when a token names a key that is not known.</summary>
internal sealed class OpenIdProvider(IOptions<OpenIdOptions> options, TimeProvider time) : IDisposable
{
    private const int LargestAnswer = 1024 * 1024;
    private static readonly Duration GoodFor = Duration.FromHours(12);
    private static readonly Duration AgainAfter = Duration.FromMinutes(1);
    private static readonly Duration LeftAloneFor = Duration.FromSeconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private Known? _known;
    private Instant _awayUntil;

    /// <summary>Ten seconds for an answer; a redirect is an answer.</summary>
    public HttpClient Client { get; } =
        new(
            new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(5),
            }
        )
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = LargestAnswer,
        };

    private Instant Now => Instant.FromDateTimeOffset(time.GetUtcNow());

    /// <exception cref="OpenIdRefusal">The provider does not answer, or says that it is somebody else.</exception>
    public Task<OpenIdConnectConfiguration> ReadAsync(CancellationToken cancellationToken) =>
        ReadAsync(GoodFor, cancellationToken);

    /// <summary>Looks for keys that the provider has begun to use since; at most once a minute.</summary>
    public Task<OpenIdConnectConfiguration> ReadAgainAsync(CancellationToken cancellationToken) =>
        ReadAsync(AgainAfter, cancellationToken);

    public void Dispose()
    {
        _turn.Dispose();
        Client.Dispose();
    }

    private async Task<OpenIdConnectConfiguration> ReadAsync(Duration notOlderThan, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_known is { } known && Now - known.ReadAt < notOlderThan)
            {
                return known.Configuration;
            }

            if (Now < _awayUntil)
            {
                throw new OpenIdRefusal(OpenIdRefused.ProviderAway, "it was away a moment ago");
            }

            var configuration = await FetchAsync(cancellationToken);
            _known = new Known(configuration, Now);
            return configuration;
        }
        catch (Exception away)
            when (away is HttpRequestException or IOException or InvalidOperationException or ArgumentException
                || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            _awayUntil = Now + LeftAloneFor;
            throw new OpenIdRefusal(OpenIdRefused.ProviderAway, away.GetType().Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<OpenIdConnectConfiguration> FetchAsync(CancellationToken cancellationToken)
    {
        var authority = options.Value.Authority!.TrimEnd('/');
        var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(
            $"{authority}/.well-known/openid-configuration",
            // Whether http is allowed at all was looked at when the process started.
            new HttpDocumentRetriever(Client) { RequireHttps = false },
            cancellationToken
        );
        if (OpenIdIssuers.IsOfMany(configuration.Issuer))
        {
            RequireTenants(configuration.Issuer, authority);
        }
        else if (configuration.Issuer?.TrimEnd('/') != authority)
        {
            throw new OpenIdRefusal(OpenIdRefused.ProviderAway, "its description names another issuer");
        }

        foreach (var endpoint in new[] { configuration.AuthorizationEndpoint, configuration.TokenEndpoint })
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || !OpenIdOptions.IsSafe(address))
            {
                throw new OpenIdRefusal(
                    OpenIdRefused.ProviderAway,
                    "its description lacks an endpoint, or one is not https"
                );
            }
        }

        return configuration;
    }

    /// <summary>A provider of many tenants lets in everybody who has an account anywhere: here only those of named tenants.</summary>
    private void RequireTenants(string issuer, string authority)
    {
        if (options.Value.Tenants.Count == 0)
        {
            throw new OpenIdRefusal(
                OpenIdRefused.ProviderAway,
                "its issuer names any tenant: name in Desk:OpenId:Tenants those whose people may sign in"
            );
        }

        if (
            new Uri(issuer.Replace(OpenIdIssuers.AnyTenant, "any", StringComparison.Ordinal)).Authority
            != new Uri(authority).Authority
        )
        {
            throw new OpenIdRefusal(OpenIdRefused.ProviderAway, "its description names an issuer elsewhere");
        }
    }

    private sealed record Known(OpenIdConnectConfiguration Configuration, Instant ReadAt);
}
