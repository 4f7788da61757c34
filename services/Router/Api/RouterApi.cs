using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Assignment;
using TriageMesh.Router.Authors;
using TriageMesh.Router.Board;
using TriageMesh.Router.Calendars;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Export;
using TriageMesh.Router.Me;
using TriageMesh.Router.Notifications;
using TriageMesh.Router.OrderPatterns;
using TriageMesh.Router.Parked;
using TriageMesh.Router.Persons;
using TriageMesh.Router.Policies;
using TriageMesh.Router.Praise;
using TriageMesh.Router.Reports;
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
        var api = routes.MapGroup("/api/v1").WithGroupName(Document).AddEndpointFilter(TryAgainFilter.InvokeAsync);
        api.MapGroup("").InArea(ApiScopes.Tickets).MapTickets();
        api.MapGroup("").InArea(ApiScopes.Tickets).MapMe();
        api.MapGroup("").InArea(ApiScopes.Team).MapTeam();
        api.MapGroup("").InArea(ApiScopes.Team).MapAssignment();
        api.MapGroup("").InArea(ApiScopes.Rules).MapCalendars();
        api.MapGroup("").InArea(ApiScopes.Rules).MapPolicies();
        api.MapGroup("").InArea(ApiScopes.Rules).MapDuties();
        api.MapGroup("").InArea(ApiScopes.Rules).MapRecalculations();
        api.MapGroup("").InArea(ApiScopes.Reports).MapPromiseReports();
        api.MapGroup("").InArea(ApiScopes.Reports).MapBoard();
        api.MapGroup("").InArea(ApiScopes.Reports).MapHeat();
        api.MapGroup("").InArea(ApiScopes.Praise).MapPraise();
        api.MapGroup("").InArea(ApiScopes.Export).MapExport();
        api.MapGroup("").InArea(ApiScopes.Admin).MapParked();
        api.MapGroup("").InArea(ApiScopes.Admin).MapPersons();
        api.MapGroup("").InArea(ApiScopes.Admin).MapWebhooks();
        api.MapGroup("").InArea(ApiScopes.Reports).MapHandOverReport();
        api.MapGroup("").InArea(ApiScopes.Reports).MapReopenReport();
        api.MapGroup("").InArea(ApiScopes.Tickets).MapAuthors();
        api.MapGroup("").InArea(ApiScopes.Rules).MapOrderPatterns();
        api.MapGroup("").InArea(ApiScopes.Tickets).MapNotifications();
        api.MapGroup("").InArea(ApiScopes.Tickets).MapCannedReplies();
        routes.MapOpenApi("/openapi/{documentName}.json");
    }
}
