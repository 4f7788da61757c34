using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace TriageMesh.Desk.SignIn;

/// <summary>The cookie that holds a session's secret: out of reach of scripts, never sent from another site.</summary>
internal sealed class SessionCookie(IOptions<DeskOptions> options)
{
    public static string? Read(HttpRequest request) => request.Cookies[Name(request)];

    public void Write(HttpContext context, string token) =>
        context.Response.Cookies.Append(
            Name(context.Request),
            token,
            Settings(context.Request, options.Value.SessionLongest)
        );

    public static void Remove(HttpContext context) =>
        context.Response.Cookies.Delete(Name(context.Request), Settings(context.Request, maxAge: null));

    /// <summary>Under https the prefix makes the browser refuse the cookie from a lesser host or path.</summary>
    private static string Name(HttpRequest request) => request.IsHttps ? "__Host-desk" : "desk";

    private static CookieOptions Settings(HttpRequest request, TimeSpan? maxAge) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = request.IsHttps,
            Path = "/",
            MaxAge = maxAge,
            IsEssential = true,
        };
}
