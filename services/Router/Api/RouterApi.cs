using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace TriageMesh.Router;

/// <summary>The table of the router's routes; each is mapped beside the use case it serves.</summary>
internal static class RouterApi
{
    /// <summary>Name of the OpenAPI document.</summary>
    public const string Document = "router";

    public static void MapRouterApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithGroupName(Document);
        _ = api;
    }
}
