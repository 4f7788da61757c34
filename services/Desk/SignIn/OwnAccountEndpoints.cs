using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.SignIn;

/// <summary>/desk/me: who is signed in, where, and how they like their desk.</summary>
internal static class OwnAccountEndpoints
{
    private static readonly string[] Languages = ["zh-CN", "en"];
    private static readonly string[] Themes = ["system", "light", "dark"];

    public static void MapOwnAccount(this IEndpointRouteBuilder desk)
    {
        var me = desk.MapGroup("/me").RequireAuthorization(DeskAllow.Person);
        me.MapGet("", ReadAsync).WithName("GetDeskPerson");
        me.MapPut("/preferences", SetPreferencesAsync).WithName("SetPreferences");
        me.MapPut("/password", ChangePasswordAsync).WithName("ChangePassword").CarriesSecret();
        me.MapGet("/sessions", ListSessionsAsync).WithName("ListSessions");
        me.MapDelete("/sessions/{id:guid}", EndSessionAsync).WithName("EndSession");
    }

    internal static async Task<Ok<DeskPerson>> ReadAsync(
        ClaimsPrincipal person,
        OwnAccount account,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(await account.ReadAsync(Caller.From(person).Id, cancellationToken));

    internal static async Task<Results<Ok<DeskPerson>, ValidationProblem>> SetPreferencesAsync(
        PreferencesRequest request,
        ClaimsPrincipal person,
        OwnAccount account,
        CancellationToken cancellationToken
    )
    {
        var wrong = new Dictionary<string, string[]>(StringComparer.Ordinal);
        if (request.Language is not null && !Languages.Contains(request.Language))
        {
            wrong["language"] = [$"One of {string.Join(", ", Languages)}, or null."];
        }

        if (!Themes.Contains(request.Theme))
        {
            wrong["theme"] = [$"One of {string.Join(", ", Themes)}."];
        }

        if (wrong.Count > 0)
        {
            return TypedResults.ValidationProblem(wrong);
        }

        var id = Caller.From(person).Id;
        await account.SetPreferencesAsync(id, request, cancellationToken);
        return TypedResults.Ok(await account.ReadAsync(id, cancellationToken));
    }

    /// <summary>Guessing the current password from an unattended desk is held up like guessing at sign-in.</summary>
    internal static async Task<Results<NoContent, ValidationProblem, ProblemHttpResult>> ChangePasswordAsync(
        PasswordChangeRequest request,
        HttpContext context,
        ClaimsPrincipal person,
        SignInRate rate,
        OwnAccount account,
        CancellationToken cancellationToken
    )
    {
        if (!rate.Allows(context))
        {
            return TypedResults.Problem(title: "Too many attempts.", statusCode: StatusCodes.Status429TooManyRequests);
        }

        var wrong = await account.ChangePasswordAsync(
            Caller.From(person).Id,
            SessionAuthentication.SessionOf(person),
            request,
            cancellationToken
        );
        return wrong is null ? TypedResults.NoContent() : TypedResults.ValidationProblem(wrong);
    }

    internal static async Task<Ok<IReadOnlyList<SessionView>>> ListSessionsAsync(
        ClaimsPrincipal person,
        Sessions sessions,
        CancellationToken cancellationToken
    )
    {
        var current = SessionAuthentication.SessionOf(person);
        var rows = await sessions.ListAsync(Caller.From(person).Id, cancellationToken);
        return TypedResults.Ok<IReadOnlyList<SessionView>>([
            .. rows.Select(row => new SessionView(
                row.SessionId,
                row.Browser,
                row.CreatedAt.ToDateTimeOffset(),
                row.LastSeenAt.ToDateTimeOffset(),
                row.ExpiresAt.ToDateTimeOffset(),
                row.SessionId == current
            )),
        ]);
    }

    internal static async Task<Results<NoContent, NotFound>> EndSessionAsync(
        Guid id,
        ClaimsPrincipal person,
        Sessions sessions,
        CancellationToken cancellationToken
    ) =>
        await sessions.EndAsync(Caller.From(person).Id, id, cancellationToken)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();
}
