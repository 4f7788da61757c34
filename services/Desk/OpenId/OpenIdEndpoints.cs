using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TriageMesh.Desk.OpenId;

/// <summary>/desk/openid: to the provider and back (authorization code with PKCE, state and nonce).</summary>
internal static class OpenIdEndpoints
{
    private const string ReturnPath = "/desk/openid/callback";

    public static void AddOpenId(this IServiceCollection services) =>
        services
            .AddOptions<OpenIdOptions>()
            .BindConfiguration(OpenIdOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<OpenIdOptions>, OpenIdOptionsValidator>()
            .AddSingleton<OpenIdProvider>()
            .AddSingleton<OpenIdTokens>()
            .AddSingleton<OpenIdExchange>()
            .AddSingleton<OpenIdAccounts>()
            .AddSingleton<PendingCookie>()
            .AddSingleton<OpenIdLinks>()
            .AddSingleton<OpenIdSignOut>()
            .AddSingleton<OpenIdSignIn>();

    public static void MapOpenId(this IEndpointRouteBuilder desk)
    {
        var openId = desk.MapGroup("/openid").AllowAnonymous().ExcludeFromDescription();
        openId.MapGet("/begin", BeginAsync).WithName("BeginOpenId");
        openId.MapGet("/callback", ReturnAsync).WithName("ReturnOpenId");
        openId.MapGet("/end", EndAsync).WithName("EndOpenId");
        OpenIdLinks.Map(desk);
    }

    internal static async Task<Results<RedirectHttpResult, NotFound>> BeginAsync(
        [FromQuery(Name = "return_to")] string? returnTo,
        HttpContext context,
        OpenIdSignIn signIn,
        IOptions<OpenIdOptions> options,
        CancellationToken cancellationToken
    ) =>
        options.Value.IsOn
            ? await signIn.RefuseOrAsync(
                context,
                () => signIn.BeginAsync(context, LocalAddress.OrHome(returnTo), cancellationToken),
                cancellationToken
            )
            : TypedResults.NotFound();

    internal static async Task<Results<RedirectHttpResult, NotFound>> ReturnAsync(
        [FromQuery] string? code,
        [FromQuery] string? state,
        [FromQuery] string? error,
        [FromQuery] string? iss,
        HttpContext context,
        OpenIdSignIn signIn,
        IOptions<OpenIdOptions> options,
        CancellationToken cancellationToken
    ) =>
        options.Value.IsOn
            ? await signIn.RefuseOrAsync(
                context,
                () => signIn.EndAsync(context, new Returned(code, state, error, iss), cancellationToken),
                cancellationToken
            )
            : TypedResults.NotFound();

    internal static async Task<Results<RedirectHttpResult, NotFound>> EndAsync(
        HttpContext context,
        OpenIdSignOut signOut,
        IOptions<OpenIdOptions> options,
        CancellationToken cancellationToken
    ) => options.Value.IsOn ? await signOut.EndAsync(context, cancellationToken) : TypedResults.NotFound();

    /// <summary>Where the provider sends the browser back to.</summary>
    internal static string ReturnsTo(HttpRequest request, OpenIdOptions options) =>
        ReachedAt(request, options) + ReturnPath;

    /// <summary>Where people reach the desk.</summary>
    internal static string ReachedAt(HttpRequest request, OpenIdOptions options) =>
        (options.ReturnsTo ?? $"{request.Scheme}://{request.Host.ToUriComponent()}").TrimEnd('/');
}

/// <summary>What the browser brought back from the provider.</summary>
internal sealed record Returned(string? Code, string? State, string? Error, string? Issuer);
