using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Desk.SignIn;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Desk.Proxy;

/// <summary>/desk/api/… is the router's API, /desk/classifier/… the classifier's and /desk/ingest/… that of ingest, for the person who is signed in, or the program with a token.</summary>
internal static class ProxyEndpoints
{
    private const long LargestBody = 1024 * 1024;
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    public static void MapProxy(this IEndpointRouteBuilder desk)
    {
        desk.MapUpstream("/api", "router", upstreams => upstreams.Router);
        desk.MapUpstream("/classifier", "classifier", upstreams => upstreams.Classifier);
        desk.MapUpstream("/ingest", "ingest", upstreams => upstreams.Ingest);
    }

    private static void MapUpstream(
        this IEndpointRouteBuilder desk,
        string prefix,
        string service,
        Func<Upstreams, Uri> at
    ) =>
        desk.MapMethods(
                $"{prefix}/{{**path}}",
                Methods,
                context => ForwardAsync(context, service, at(context.RequestServices.GetRequiredService<Upstreams>()))
            )
            .RequireAuthorization(DeskAllow.Anyone)
            .ScopesHeldBehind()
            .KeysKeptBehind()
            .WithMetadata(new RequestSizeLimitAttribute(LargestBody))
            .ExcludeFromDescription();

    private static Task ForwardAsync(HttpContext context, string service, Uri upstream)
    {
        var path = (string?)context.GetRouteValue("path") ?? "";
        var target = Target(upstream, path, context.Request.QueryString);
        if (target is null)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        return context
            .RequestServices.GetRequiredService<Forwarder>()
            .ForwardAsync(context, service, target, context.User);
    }

    /// <summary>The address at the service; null for a path that would lead out of its API.</summary>
    internal static Uri? Target(Uri upstream, string path, QueryString query)
    {
        var segments = path.Split('/');
        if (segments.Any(segment => segment is "" or "." or ".." || segment.AsSpan().ContainsAny('\\', '%')))
        {
            return null;
        }

        return new Uri(upstream, string.Join('/', segments.Select(Uri.EscapeDataString)) + query.ToUriComponent());
    }
}
