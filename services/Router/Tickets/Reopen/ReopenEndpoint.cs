using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/reopen: a person takes a resolved ticket up again.</summary>
internal static class ReopenEndpoint
{
    public static void MapReopen(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/reopen", HandleAsync).WithName("ReopenTicket");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        ReopenRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
