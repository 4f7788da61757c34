using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts.Api;
using TriageMesh.Desk.Audit;
using TriageMesh.Desk.OpenId;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.SignIn;

/// <summary>/desk/sign-in and /desk/sign-out.</summary>
internal static class SignInEndpoints
{
    public static void MapSignIn(this IEndpointRouteBuilder desk)
    {
        desk.MapGet("/sign-in", Ways).WithName("GetSignInWays").AllowAnonymous();
        desk.MapPost("/sign-in", SignInAsync).WithName("SignIn").AllowAnonymous();
        desk.MapPost("/sign-out", SignOutAsync).WithName("SignOut").AllowAnonymous();
    }

    /// <summary>The provider's button is shown only where there is a provider.</summary>
    internal static Ok<SignInWays> Ways(IOptions<OpenIdOptions> openId) =>
        TypedResults.Ok(new SignInWays(openId.Value.IsOn ? openId.Value.Name.Trim() : null));

    /// <summary>Every refusal looks the same and takes the same time, whether the name exists, is locked, or neither.</summary>
    internal static async Task<Results<NoContent, ProblemHttpResult>> SignInAsync(
        SignInRequest request,
        HttpContext context,
        SignInAttempt attempt,
        SignInRate rate,
        Sessions sessions,
        SessionCookie cookie,
        SignInLog log,
        AuditLog audit,
        IOptions<DeskOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!rate.Allows(context))
        {
            context.Response.Headers.RetryAfter = "60";
            return TypedResults.Problem(
                title: "Too many attempts to sign in.",
                statusCode: StatusCodes.Status429TooManyRequests
            );
        }

        var noSooner = Task.Delay(options.Value.RefusalTakes, time, cancellationToken);
        if (await attempt.TryAsync(request, cancellationToken) is not { } account)
        {
            var (meant, isLocked) = await attempt.MeantAsync(request, cancellationToken);
            await audit.AddAsync(
                isLocked ? AuditActs.SignInLocked : AuditActs.SignInRefused,
                actor: null,
                meant?.ToString(),
                "password",
                StatusCodes.Status401Unauthorized,
                cancellationToken
            );
            await noSooner;
            log.Refused();
            return TypedResults.Problem(
                title: "The user name or the password is wrong, or the account is locked for a while.",
                statusCode: StatusCodes.Status401Unauthorized
            );
        }

        await EndAsync(context, sessions, cancellationToken);
        await audit.AddAsync(
            AuditActs.SignedIn,
            account.AccountId,
            target: null,
            "password",
            StatusCodes.Status204NoContent,
            cancellationToken
        );
        cookie.Write(
            context,
            await sessions.BeginAsync(account, Browsers.Name(context.Request.Headers.UserAgent), cancellationToken)
        );
        log.SignedIn(account.AccountId);
        return TypedResults.NoContent();
    }

    internal static async Task<Results<NoContent, UnauthorizedHttpResult>> SignOutAsync(
        HttpContext context,
        Sessions sessions,
        CancellationToken cancellationToken
    )
    {
        if (await EndAsync(context, sessions, cancellationToken) is SessionAuthentication.AnotherPerson)
        {
            return TypedResults.Unauthorized();
        }

        SessionCookie.Remove(context);
        return TypedResults.NoContent();
    }

    /// <summary>Whatever session the browser came with is over: a new one is never an old one that somebody planted.</summary>
    /// <returns>Why there was none to end; null where it was ended, or the browser came with none.</returns>
    private static async Task<string?> EndAsync(
        HttpContext context,
        Sessions sessions,
        CancellationToken cancellationToken
    )
    {
        var known = await context.AuthenticateAsync(SessionAuthentication.Scheme);
        if (known.Principal is ClaimsPrincipal person)
        {
            await sessions.EndAsync(Caller.From(person).Id, SessionAuthentication.SessionOf(person), cancellationToken);
        }

        return known.Failure?.Message;
    }
}

internal sealed partial class SignInLog(ILogger<SignInLog> logger)
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information, Message = "{AccountId} signed in")]
    public partial void SignedIn(Guid accountId);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "A sign-in was refused")]
    public partial void Refused();
}
