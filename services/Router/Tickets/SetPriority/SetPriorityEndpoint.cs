using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/priority: makes the ticket more or less urgent.</summary>
internal static class SetPriorityEndpoint
{
    public static void MapSetPriority(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/priority", HandleAsync).WithName("SetTicketPriority");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        PriorityRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        CancellationToken cancellationToken
    ) => throw new NotSupportedException();
}
