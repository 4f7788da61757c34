using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;
using TriageMesh.Router.CannedReplies;
using TriageMesh.Router.Cases;
using TriageMesh.Router.HandOvers;
using TriageMesh.Router.Similar;
using TriageMesh.Router.Snooze;
using TriageMesh.Router.Viewers;

namespace TriageMesh.Router.Tickets;

/// <summary>The table of what people can do with tickets.</summary>
internal static class TicketRoutes
{
    public static void MapTickets(this IEndpointRouteBuilder api)
    {
        var support = api.MapGroup("").RequireAuthorization(Allow.Support).WithTags("tickets");
        support.MapListTickets();
        support.MapCountViews();

        var ticket = support
            .MapGroup("/tickets/{id:long}")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed)
            .AddEndpointFilter(ETagFilter.InvokeAsync);
        ticket.MapViewTicket();
        ticket.MapSimilar();
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
        ticket.MapHandOver();
        ticket.MapCases();
        ticket.MapPresence();
        ticket.MapSnooze();
        ticket.MapNoReplyNeeded();
        ticket.MapOrderNumber();
        ticket.MapReplyCheck();
        ticket.MapMacros();

        support
            .MapGroup("/mentions/{id:guid}")
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .MapRelabel();
    }

    /// <summary>Describes what a command answers whose caller has not seen what has come in.</summary>
    public static RouteHandlerBuilder ProducesUnseen(this RouteHandlerBuilder command) =>
        command.Produces<ReplyConflict>(StatusCodes.Status409Conflict, "application/problem+json");
}
