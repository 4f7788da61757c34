using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TriageMesh.Desk.Pages;

/// <summary>Serves the built browser application: files by their names, and its one page for each of its addresses.</summary>
internal static class BrowserApplication
{
    /// <summary>The addresses that the application itself understands; anything else is not found, which a person reads in its words.</summary>
    private static readonly string[] Addresses =
    [
        "/",
        "/sign-in",
        "/queue/{**rest}",
        "/tickets/{**rest}",
        "/sla/{**rest}",
        "/team/{**rest}",
        "/rules/{**rest}",
        "/canned",
        "/reports/{**rest}",
        "/classifier/{**rest}",
        "/praise/{**rest}",
        "/admin/{**rest}",
        "/settings",
    ];

    public static void MapBrowserApplication(this IEndpointRouteBuilder routes, WebFiles files)
    {
        foreach (var address in Addresses)
        {
            routes.MapGet(address, context => PageAsync(context, files)).AllowAnonymous().ExcludeFromDescription();
        }

        foreach (var file in files.All)
        {
            routes.MapGet(file.Path, context => SendAsync(context, file)).AllowAnonymous().ExcludeFromDescription();
        }

        routes
            .MapGet("/{**unknown}", context => UnknownAsync(context, files))
            .AllowAnonymous()
            .ExcludeFromDescription()
            .Add(endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue);
    }

    private static Task UnknownAsync(HttpContext context, WebFiles files)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return context.Request.GetTypedHeaders().Accept.Any(type => type.MediaType == "text/html")
            ? PageAsync(context, files)
            : Results.Problem(statusCode: StatusCodes.Status404NotFound).ExecuteAsync(context);
    }

    private static Task PageAsync(HttpContext context, WebFiles files)
    {
        if (files.Page is { } page)
        {
            return SendAsync(context, page);
        }

        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return context.Response.WriteAsync(
            "The desk's pages have not been built: run npm ci and npm run build in services/Desk/web, then build the desk.",
            context.RequestAborted
        );
    }

    private static Task SendAsync(HttpContext context, WebFile file)
    {
        var headers = context.Response.Headers;
        headers.ContentType = file.ContentType;
        headers.CacheControl = file.CacheControl;
        headers.Vary = "Accept-Encoding";
        var form = file.FormFor(context.Request.Headers.AcceptEncoding.ToString());
        headers.ETag = form.ETag;
        if (context.Request.Headers.IfNoneMatch == form.ETag)
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        if (form.Encoding is not null)
        {
            headers.ContentEncoding = form.Encoding;
        }

        headers.ContentLength = form.Bytes.Length;
        return context.Response.Body.WriteAsync(form.Bytes, context.RequestAborted).AsTask();
    }
}
