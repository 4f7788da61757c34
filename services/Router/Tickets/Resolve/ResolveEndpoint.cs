using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/resolve: the work is done.</summary>
internal static class ResolveEndpoint
{
    public static void MapResolve(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/resolve", HandleAsync).WithName("ResolveTicket");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        ResolveRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
