using System.Security.Claims;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Platform.Security;

/// <summary>Writes and reads the signed tokens (JWT, HS256) by which services and programs know who is calling.</summary>
public sealed class TokenIssuer(IOptions<SecurityOptions> options, TimeProvider time)
{
    private const string Issuer = "triagemesh";
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };

    /// <summary>A token for one caller.</summary>
    /// <param name="caller">Who it stands for.</param>
    /// <param name="lifetime">How long it is good.</param>
    public string Issue(Caller caller, TimeSpan lifetime)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return Handler.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = Issuer,
                IssuedAt = now,
                NotBefore = now,
                Expires = now + lifetime,
                Subject = caller.ToIdentity(),
                SigningCredentials = new SigningCredentials(Key, SecurityAlgorithms.HmacSha256),
            }
        );
    }

    /// <summary>Reads a token; null where it is not ours, changed, or out of its time.</summary>
    public async Task<ClaimsPrincipal?> ReadAsync(string token, string authenticationType)
    {
        var result = await Handler.ValidateTokenAsync(
            token,
            new TokenValidationParameters
            {
                ValidIssuer = Issuer,
                ValidateAudience = false,
                ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
                IssuerSigningKey = Key,
                NameClaimType = Caller.NameClaim,
                RoleClaimType = Caller.RoleClaim,
                AuthenticationType = authenticationType,
                LifetimeValidator = (notBefore, expires, _, _) =>
                    time.GetUtcNow().UtcDateTime is var now
                    && (notBefore is null || notBefore <= now.AddSeconds(30))
                    && expires > now,
            }
        );
        return result.IsValid ? new ClaimsPrincipal(result.ClaimsIdentity) : null;
    }

    private SymmetricSecurityKey Key => new(Convert.FromBase64String(options.Value.SigningKey));
}

/// <summary>Who is calling: a person, or a program with a token.</summary>
public sealed record Caller(Guid Id, string Name, IReadOnlyList<Role> Roles)
{
    public const string IdClaim = "sub";
    public const string NameClaim = "name";
    public const string RoleClaim = "role";

    /// <summary>What a program's token is limited to; empty for whoever has no limits beyond the roles.</summary>
    public IReadOnlyList<string> Scopes { get; init; } = [];

    /// <summary>True for a program with a token of its own: it speaks for itself alone, and for no person.</summary>
    public bool IsProgram => Scopes.Count > 0;

    /// <summary>Reads the caller from a request's principal.</summary>
    /// <exception cref="InvalidOperationException">The principal has no id, so it was not made by this system.</exception>
    public static Caller From(ClaimsPrincipal principal) =>
        new(
            Guid.TryParse(principal.FindFirstValue(IdClaim), out var id)
                ? id
                : throw new InvalidOperationException("The caller has no id."),
            principal.FindFirstValue(NameClaim) ?? "",
            [
                .. principal
                    .FindAll(RoleClaim)
                    .Select(claim => WireName<Role>.TryParse(claim.Value, out var role) ? (Role?)role : null)
                    .OfType<Role>(),
            ]
        )
        {
            Scopes = [.. principal.FindAll(ApiScopes.Claim).Select(claim => claim.Value)],
        };

    /// <summary>True where the caller has one of the roles.</summary>
    public bool Is(params ReadOnlySpan<Role> roles)
    {
        foreach (var role in roles)
        {
            if (Roles.Contains(role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The claims that carry this caller.</summary>
    public ClaimsIdentity ToIdentity(string? authenticationType = null) =>
        new(
            [
                new Claim(IdClaim, Id.ToString()),
                new Claim(NameClaim, Name),
                .. Roles.Select(role => new Claim(RoleClaim, role.Wire())),
                .. Scopes.Select(scope => new Claim(ApiScopes.Claim, scope)),
            ],
            authenticationType,
            NameClaim,
            RoleClaim
        );
}
