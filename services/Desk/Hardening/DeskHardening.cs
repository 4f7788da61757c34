using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TriageMesh.Desk.Tokens;

namespace TriageMesh.Desk.Hardening;

/// <summary>Stands before everything else, so that no answer goes out bare and no forged request comes in, whatever routes are added.</summary>
internal sealed class DeskHardening(IOptions<DeskOptions> options) : IStartupFilter
{
    public const string MarkHeader = "X-Requested-With";
    public const string Mark = "triagemesh";

    /// <summary>Everything comes from here; nothing inline, nothing framed, no plug-ins.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
        app =>
        {
            if (options.Value.BehindTls)
            {
                app.UseForwardedHeaders(Forwarded(options.Value.Proxies));
                app.Use(
                    (context, following) =>
                    {
                        context.Request.Scheme = Uri.UriSchemeHttps;
                        return following(context);
                    }
                );
            }

            app.Use(GuardAsync);
            next(app);
        };

    /// <summary>Whoever stands behind a proxy is told apart: limits by address would otherwise hold for everybody together.</summary>
    private static ForwardedHeadersOptions Forwarded(IReadOnlyList<string> proxies)
    {
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor };
        foreach (var proxy in proxies)
        {
            forwarded.KnownProxies.Add(IPAddress.Parse(proxy));
        }

        return forwarded;
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(SetHeaders, context);
        return
            context.Request.Path.StartsWithSegments("/desk", StringComparison.OrdinalIgnoreCase)
            && IsForged(context.Request)
            ? RefuseAsync(context)
            : next(context);
    }

    /// <summary>A page of another site can neither set our header (or a token) without asking first nor hide where it comes from.</summary>
    private static bool IsForged(HttpRequest request)
    {
        if (
            HttpMethods.IsGet(request.Method)
            || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method)
        )
        {
            return false;
        }

        return (request.Headers[MarkHeader] != Mark && TokenAuthentication.SecretOf(request) is null)
            || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none");
    }

    private static async Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status403Forbidden,
            Title = "The request does not come from the desk's own pages.",
            Detail = $"Send {MarkHeader}: {Mark} with every change.",
        };
        await context
            .RequestServices.GetRequiredService<IProblemDetailsService>()
            .WriteAsync(new ProblemDetailsContext { HttpContext = context, ProblemDetails = problem });
    }

    private static Task SetHeaders(object state)
    {
        var context = (HttpContext)state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps)
        {
            headers.StrictTransportSecurity = "max-age=31536000";
        }

        if (headers.CacheControl.Count == 0)
        {
            headers.CacheControl = "no-store";
        }

        return Task.CompletedTask;
    }
}
