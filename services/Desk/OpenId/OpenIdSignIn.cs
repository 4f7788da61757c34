using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TriageMesh.Contracts;
using TriageMesh.Desk.Audit;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.OpenId;

/// <summary>One sign-in through the provider: how it begins, how it ends, and what a refusal looks like.</summary>
internal sealed partial class OpenIdSignIn(
    OpenIdProvider provider,
    OpenIdExchange exchange,
    OpenIdAccounts accounts,
    PendingCookie pendingCookie,
    Sessions sessions,
    SessionCookie cookie,
    SignInRate rate,
    AuditLog audit,
    IOptions<OpenIdOptions> options,
    TimeProvider time,
    ILogger<OpenIdSignIn> logger
)
{
    /// <summary>Sends the browser to the provider with what its answer will be held against.</summary>
    public async Task<RedirectHttpResult> BeginAsync(
        HttpContext context,
        string returnTo,
        CancellationToken cancellationToken
    )
    {
        var configuration = await OnTheWayToAsync(returnTo, () => provider.ReadAsync(cancellationToken));
        var pending = PendingSignIn.Begin(returnTo, time.GetUtcNow());
        if ((await context.AuthenticateAsync(SessionAuthentication.Scheme)).Principal is ClaimsPrincipal person)
        {
            pending = pending with
            {
                AccountBefore = Caller.From(person).Id,
                SessionBefore = SessionAuthentication.SessionOf(person),
            };
        }

        pendingCookie.Write(context, pending);
        return TypedResults.Redirect(
            new OpenIdConnectMessage
            {
                IssuerAddress = configuration.AuthorizationEndpoint,
                ClientId = options.Value.ClientId,
                ResponseType = OpenIdConnectResponseType.Code,
                Scope = options.Value.Scope,
                RedirectUri = OpenIdEndpoints.ReturnsTo(context.Request, options.Value),
                State = pending.State,
                Nonce = pending.Nonce,
                Prompt = options.Value.Prompt,
                EnableTelemetryParameters = false,
                Parameters = { ["code_challenge"] = pending.Challenge, ["code_challenge_method"] = "S256" },
            }.CreateAuthenticationRequestUrl()
        );
    }

    /// <summary>Begins a session for whom the provider vouches for, in this browser, which had asked for it.</summary>
    public async Task<RedirectHttpResult> EndAsync(
        HttpContext context,
        Returned returned,
        CancellationToken cancellationToken
    )
    {
        var pending = pendingCookie.Take(context, returned.State) ?? throw new OpenIdRefusal(OpenIdRefused.State);
        var account = await OnTheWayToAsync(
            pending.ReturnTo,
            () => AccountAsync(context, returned, pending, cancellationToken)
        );
        if (pending is { AccountBefore: { } accountBefore, SessionBefore: { } sessionBefore })
        {
            await sessions.EndAsync(accountBefore, sessionBefore, cancellationToken);
        }

        await audit.AddAsync(
            AuditActs.SignedIn,
            account.AccountId,
            target: null,
            "openid",
            StatusCodes.Status200OK,
            cancellationToken
        );
        cookie.Write(
            context,
            await sessions.BeginAsync(account, Browsers.Name(context.Request.Headers.UserAgent), cancellationToken)
        );
        OpenIdSignOut.Remember(context);
        LogSignedIn(account.AccountId);
        return TypedResults.Redirect(pending.ReturnTo);
    }

    /// <summary>A refusal leads to the sign-in page, which says why in the person's language; too many of them, and nothing is tried.</summary>
    public async Task<RedirectHttpResult> RefuseOrAsync(
        HttpContext context,
        Func<Task<RedirectHttpResult>> signIn,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return rate.HasRoom(context) ? await signIn() : throw new OpenIdRefusal(OpenIdRefused.TooMany);
        }
        catch (OpenIdRefusal refusal)
        {
            rate.Allows(context);
            var why = refusal.Why.Wire();
            LogRefused(why, refusal.Message);
            if (refusal.Why is not OpenIdRefused.TooMany)
            {
                await audit.AddAsync(
                    AuditActs.SignInRefused,
                    actor: null,
                    refusal.AccountId?.ToString(),
                    $"openid {why}",
                    StatusCodes.Status401Unauthorized,
                    cancellationToken
                );
            }

            var further = refusal.ReturnTo is null or LocalAddress.Home
                ? ""
                : $"&return_to={Uri.EscapeDataString(refusal.ReturnTo)}";
            return TypedResults.Redirect($"/sign-in?refused={why}{further}");
        }
    }

    /// <summary>Whose account it is, by what the browser brought back.</summary>
    private async Task<AccountKey> AccountAsync(
        HttpContext context,
        Returned returned,
        PendingSignIn pending,
        CancellationToken cancellationToken
    )
    {
        if (returned.Error is not null || string.IsNullOrEmpty(returned.Code))
        {
            throw new OpenIdRefusal(OpenIdRefused.ProviderRefused);
        }

        if (
            returned.Issuer is { } issuer
            && !OpenIdIssuers.Of(await provider.ReadAsync(cancellationToken), options.Value).Contains(issuer)
        )
        {
            throw new OpenIdRefusal(OpenIdRefused.NotValid, "the answer is another provider's");
        }

        var person = await exchange.RedeemAsync(
            returned.Code,
            pending,
            OpenIdEndpoints.ReturnsTo(context.Request, options.Value),
            cancellationToken
        );
        return await accounts.AccountAsync(person, cancellationToken);
    }

    private static async Task<T> OnTheWayToAsync<T>(string returnTo, Func<Task<T>> step)
    {
        try
        {
            return await step();
        }
        catch (OpenIdRefusal refusal)
        {
            refusal.ReturnTo = returnTo;
            throw;
        }
    }

    [LoggerMessage(
        EventId = 4042,
        Level = LogLevel.Information,
        Message = "{AccountId} signed in through the provider"
    )]
    private partial void LogSignedIn(Guid accountId);

    [LoggerMessage(
        EventId = 4043,
        Level = LogLevel.Warning,
        Message = "A sign-in through the provider was refused ({Why}): {Detail}"
    )]
    private partial void LogRefused(string why, string detail);
}
