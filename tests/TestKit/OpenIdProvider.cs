using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace TriageMesh.TestKit;

/// <summary>A small OpenID provider with a key of its own: description, keys, authorize, token and userinfo. It lets in whoever is set, and lies as it is told.</summary>
public sealed class OpenIdProvider : IAsyncDisposable
{
    public const string ClientId = "triagemesh-desk";
    public const string ClientSecret = "a secret of client & provider";

    private readonly ConcurrentDictionary<string, Asked> _codes = new(StringComparer.Ordinal);
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private RsaSecurityKey _key = NewKey();
    private object _vouchedFor = "";

    private OpenIdProvider(WebApplication app, string host, TimeProvider time)
    {
        _app = app;
        _time = time;
        Issuer = $"http://{host}:{new Uri(app.Urls.First()).Port}/realm";
    }

    public string Issuer { get; }

    /// <summary>What the provider says of the person who signs in next.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>What it says at its userinfo endpoint; only who it is while this is null.</summary>
    public Dictionary<string, object>? UserInfo { get; set; }

    /// <summary>Changes the token before it is signed.</summary>
    public Action<SecurityTokenDescriptor> Spoil { get; set; } = _ => { };

    /// <summary>Changes the token after it was signed.</summary>
    public Func<string, string> SpoilSigned { get; set; } = token => token;

    /// <summary>The person turns back: the browser returns with this error instead of a code.</summary>
    public string? Refuses { get; set; }

    /// <summary>Whether it says where one signs out.</summary>
    public bool EndsSessions { get; set; } = true;

    /// <summary>It stands for many tenants, of which this one vouches; null: for itself.</summary>
    public string? Tenant { get; set; }

    /// <summary>False: every answer is an error, as behind a proxy whose service is down.</summary>
    public bool IsUp { get; set; } = true;

    /// <summary>What the last sign-in asked for.</summary>
    public IReadOnlyDictionary<string, string> LastAsked { get; private set; } = new Dictionary<string, string>();

    /// <param name="time">The provider's clock.</param>
    /// <param name="host">The name by which it is reached: <c>localhost</c> is another site than <c>127.0.0.1</c>.</param>
    /// <param name="cancellationToken">Breaks the start off.</param>
    public static async Task<OpenIdProvider> StartAsync(
        TimeProvider time,
        string host,
        CancellationToken cancellationToken
    )
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        OpenIdProvider? provider = null; // its address is known when it listens
        app.Use((context, next) => provider!.IsUp ? next(context) : Unavailable(context));
        app.MapGet("/realm/.well-known/openid-configuration", () => provider!.Description());
        app.MapGet("/realm/keys", () => provider!.Keys());
        app.MapGet("/realm/authorize", (HttpRequest request) => provider!.Authorize(request));
        app.MapPost("/realm/token", (HttpRequest request) => provider!.TokenAsync(request));
        app.MapGet("/realm/end", (HttpRequest request) => provider!.End(request));
        app.MapGet("/realm/userinfo", () => provider!.Told());
        await app.StartAsync(cancellationToken);
        provider = new OpenIdProvider(app, host, time);
        provider.BeHonest();
        return provider;
    }

    /// <summary>A new person, no lies, nothing refused.</summary>
    public void BeHonest()
    {
        Person = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = $"person-{Guid.NewGuid():N}" };
        UserInfo = null;
        Spoil = _ => { };
        SpoilSigned = token => token;
        Refuses = null;
        IsUp = true;
        EndsSessions = true;
        Tenant = null;
    }

    /// <summary>The settings of a desk that trusts this provider.</summary>
    public Dictionary<string, string> Settings(params (string Key, string Value)[] more)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Desk:OpenId:Authority"] = Issuer,
            ["Desk:OpenId:ClientId"] = ClientId,
            ["Desk:OpenId:ClientSecret"] = ClientSecret,
            ["Desk:OpenId:Name"] = "Company account",
            ["Desk:OpenId:RolesOfAll:0"] = "agent",
        };
        foreach (var (key, value) in more)
        {
            settings[key.StartsWith("Desk:", StringComparison.Ordinal) ? key : $"Desk:OpenId:{key}"] = value;
            if (key.StartsWith("Roles:", StringComparison.Ordinal))
            {
                // Where groups give roles, nobody has one without.
                settings.Remove("Desk:OpenId:RolesOfAll:0");
            }
        }

        return settings;
    }

    /// <summary>Signs with a new key from now on; the old one is no longer published.</summary>
    public void RotateKey() => _key = NewKey();

    /// <summary>A key that the provider never published.</summary>
    public static SigningCredentials ForeignKey(string? keyId = null)
    {
        var key = NewKey();
        key.KeyId = keyId ?? key.KeyId;
        return new SigningCredentials(key, SecurityAlgorithms.RsaSha256);
    }

    public string KeyId => _key.KeyId;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private IResult Description()
    {
        var description = new Dictionary<string, object>
        {
            ["issuer"] = Tenant is null ? Issuer : $"{Issuer}/{{tenantid}}",
            ["authorization_endpoint"] = $"{Issuer}/authorize",
            ["token_endpoint"] = $"{Issuer}/token",
            ["jwks_uri"] = $"{Issuer}/keys",
            ["userinfo_endpoint"] = $"{Issuer}/userinfo",
            ["response_types_supported"] = new[] { "code" },
            ["subject_types_supported"] = new[] { "public" },
            ["id_token_signing_alg_values_supported"] = new[] { "RS256" },
        };
        if (EndsSessions)
        {
            description["end_session_endpoint"] = $"{Issuer}/end";
        }

        return Results.Json(description);
    }

    /// <summary>Where to the browser was sent after it signed out here; null while it was not.</summary>
    public string? SignedOutTo { get; private set; }

    private IResult End(HttpRequest request)
    {
        SignedOutTo = request.Query["post_logout_redirect_uri"];
        return request.Query["client_id"] == ClientId && SignedOutTo is { } back
            ? Results.Redirect(back)
            : Results.BadRequest();
    }

    private IResult Told() => Results.Json(UserInfo ?? new Dictionary<string, object> { ["sub"] = _vouchedFor });

    private IResult Keys()
    {
        var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_key.Rsa.ExportParameters(false)));
        return Results.Json(
            new
            {
                keys = new[]
                {
                    new
                    {
                        kty = "RSA",
                        use = "sig",
                        kid = _key.KeyId,
                        n = key.N,
                        e = key.E,
                    },
                },
            }
        );
    }

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query.ToDictionary(field => field.Key, field => field.Value.ToString());
        LastAsked = asked;
        var code = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _codes[code] = new Asked(asked["redirect_uri"], asked["nonce"], asked["code_challenge"], Person);
        var answer = Refuses is { } error ? $"error={error}" : $"code={code}";
        return Results.Redirect($"{asked["redirect_uri"]}?{answer}&state={Uri.EscapeDataString(asked["state"])}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var challenge = Base64Url.EncodeToString(
            SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))
        );
        if (
            !IsClient(request)
            || form["grant_type"] != "authorization_code"
            || !_codes.TryRemove(form["code"].ToString(), out var asked)
            || asked.RedirectUri != form["redirect_uri"]
            || asked.Challenge != challenge
        )
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        _vouchedFor = asked.Person["sub"];
        return Results.Json(
            new
            {
                access_token = "an access token",
                token_type = "Bearer",
                id_token = IdToken(asked),
            }
        );
    }

    private string IdToken(Asked asked)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Tenant is null ? Issuer : $"{Issuer}/{Tenant}",
            Audience = ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Claims = new Dictionary<string, object>(asked.Person) { ["nonce"] = asked.Nonce },
            SigningCredentials = new SigningCredentials(_key, SecurityAlgorithms.RsaSha256),
        };
        Spoil(descriptor);
        return SpoilSigned(new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor));
    }

    private static bool IsClient(HttpRequest request)
    {
        var pair = $"{Uri.EscapeDataString(ClientId)}:{Uri.EscapeDataString(ClientSecret)}";
        return AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            && header.Scheme == "Basic"
            && header.Parameter == Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));
    }

    private static Task Unavailable(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Task.CompletedTask;
    }

    private static RsaSecurityKey NewKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };

    private sealed record Asked(string RedirectUri, string Nonce, string Challenge, Dictionary<string, object> Person);
}
