using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Tickets;

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
    }

    private static void MapTickets(this RouteGroupBuilder api)
    {
        var support = api.MapGroup("").RequireAuthorization(Allow.Support).WithTags("tickets");
        support.MapListTickets();
        support.MapCountViews();

        var ticket = support
            .MapGroup("/tickets/{id:long}")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed);
        ticket.MapViewTicket();
        ticket.MapAccept();
        ticket.MapReply();
        ticket.MapRetryReply();
        ticket.MapNote();
        ticket.MapWait();
        ticket.MapResume();
        ticket.MapResolve();
        ticket.MapReopen();
        ticket.MapAssign();
        ticket.MapSetPriority();

        support
            .MapGroup("/mentions/{id:guid}")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .MapRelabel();
    }
}
