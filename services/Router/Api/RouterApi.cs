using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Router.Board;
using TriageMesh.Router.Calendars;
using TriageMesh.Router.Export;
using TriageMesh.Router.Me;
using TriageMesh.Router.Parked;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Team;
using TriageMesh.Router.Tickets;
using TriageMesh.Router.Webhooks;

namespace TriageMesh.Router;

/// <summary>The table of the router's routes; each is mapped beside the use case it serves.</summary>
internal static class RouterApi
{
    /// <summary>Name of the OpenAPI document.</summary>
    public const string Document = "router";

    public static void MapRouterApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api/v1").WithGroupName(Document);
        api.MapTickets();
        api.MapMe();
        api.MapTeam();
        api.MapCalendars();
        api.MapPolicies();
        api.MapBoard();
        api.MapPraise();
        api.MapExport();
        api.MapParked();
        api.MapWebhooks();
        routes.MapOpenApi("/openapi/{documentName}.json");
    }
}
