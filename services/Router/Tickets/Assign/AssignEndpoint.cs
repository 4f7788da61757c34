using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/assign: gives the ticket to a person, or back to its queue.</summary>
internal static class AssignEndpoint
{
    public static void MapAssign(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/assign", HandleAsync).WithName("AssignTicket");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        AssignRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
