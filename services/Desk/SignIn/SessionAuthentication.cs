using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using NodaTime;

namespace TriageMesh.Desk.SignIn;

/// <summary>Knows a person by the session cookie. Only the desk's own routes ask for it: a cookie opens no other API.</summary>
internal sealed class SessionAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    Sessions sessions
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public new const string Scheme = "DeskSession";

    /// <summary>Whom the page believes to be signed in. In another tab somebody else may be by now: what was meant as one person's is never done as another's.</summary>
    public const string PersonHeader = "X-Desk-Person";

    /// <summary>Why a request of a page that believes somebody else to be signed in is refused.</summary>
    public const string AnotherPerson = "Somebody else is signed in by now.";

    /// <summary>For how many seconds nobody has touched the page: what it asks by itself is no use of the session.</summary>
    public const string IdleHeader = "X-Desk-Idle";

    private const string SessionClaim = "session";

    public static Guid SessionOf(ClaimsPrincipal person) => Guid.Parse(person.FindFirstValue(SessionClaim)!);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SessionCookie.Read(Request) is not { Length: > 0 } token)
        {
            return AuthenticateResult.NoResult();
        }

        if (await FindAsync(token) is not { } session)
        {
            return AuthenticateResult.Fail("The session is over.");
        }

        if (Request.Headers.TryGetValue(PersonHeader, out var believed) && believed != session.AccountId.ToString())
        {
            return AuthenticateResult.Fail(AnotherPerson);
        }

        var identity = session.ToCaller().ToIdentity(Scheme);
        identity.AddClaim(new Claim(SessionClaim, session.SessionId.ToString()));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme));
    }

    private Task<Session?> FindAsync(string token)
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<OnlyLooks>() is not null)
        {
            return sessions.LookAsync(token, Context.RequestAborted);
        }

        var isTold = int.TryParse(
            Request.Headers[IdleHeader],
            NumberStyles.None,
            CultureInfo.InvariantCulture,
            out var seconds
        );
        return sessions.FindAsync(
            token,
            isTold ? Duration.FromSeconds(seconds) : Duration.Zero,
            Context.RequestAborted
        );
    }
}

/// <summary>On an endpoint that the page asks by itself: no session lives longer for it.</summary>
internal sealed class OnlyLooks;
