using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace TriageMesh.Desk.OpenId;

/// <summary>Signing out at the provider, of whoever came in through it; what was kept of it is only that they did.</summary>
internal sealed class OpenIdSignOut(OpenIdProvider provider, IOptions<OpenIdOptions> options)
{
    private const string Cookie = "desk-openid-in";
    private const string Path = "/desk/openid";
    private const string SignInPage = "/sign-in";

    /// <summary>This browser is signed in at the provider.</summary>
    public static void Remember(HttpContext context) =>
        context.Response.Cookies.Append(Cookie, "1", Settings(context.Request));

    /// <summary>To the provider where this browser came in through it and it says where to sign out; else to the sign-in page.</summary>
    public async Task<RedirectHttpResult> EndAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var cameThrough = context.Request.Cookies.ContainsKey(Cookie);
        context.Response.Cookies.Delete(Cookie, Settings(context.Request));
        return cameThrough && options.Value.SignOutThere && await EndpointAsync(cancellationToken) is { } endpoint
            ? TypedResults.Redirect(
                new OpenIdConnectMessage
                {
                    IssuerAddress = endpoint,
                    ClientId = options.Value.ClientId,
                    PostLogoutRedirectUri = OpenIdEndpoints.ReachedAt(context.Request, options.Value) + SignInPage,
                    EnableTelemetryParameters = false,
                }.CreateLogoutRequestUrl()
            )
            : TypedResults.Redirect(SignInPage);
    }

    /// <summary>Null where the provider names none, or does not answer: the desk's own session is over in any case.</summary>
    private async Task<string?> EndpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            var endpoint = (await provider.ReadAsync(cancellationToken)).EndSessionEndpoint;
            return Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && OpenIdOptions.IsSafe(address)
                ? endpoint
                : null;
        }
        catch (OpenIdRefusal)
        {
            return null;
        }
    }

    private static CookieOptions Settings(HttpRequest request) =>
        new()
        {
            Path = Path,
            HttpOnly = true,
            Secure = request.IsHttps,
            SameSite = SameSiteMode.Strict,
            IsEssential = true,
        };
}
