using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace TriageMesh.Desk.Tokens;

/// <summary>Knows a program by <c>Authorization: Bearer tm_…</c>. Only the ways to the services ask for it.</summary>
internal sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    ApiTokens tokens
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "ApiToken";
    private const string Bearer = "Bearer ";

    /// <summary>The secret that a request carries; null where it carries none of ours.</summary>
    public static string? SecretOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return
            header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && header.AsSpan(Bearer.Length).Trim().StartsWith(ApiTokens.Prefix, StringComparison.Ordinal)
            ? header[Bearer.Length..].Trim()
            : null;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { } secret)
        {
            return AuthenticateResult.NoResult();
        }

        return await tokens.FindAsync(secret, Context.RequestAborted) is { } program
            ? AuthenticateResult.Success(
                new AuthenticationTicket(new ClaimsPrincipal(program.ToIdentity(Scheme)), Scheme)
            )
            : AuthenticateResult.Fail("The token is revoked, out of its time, or none of ours.");
    }
}
