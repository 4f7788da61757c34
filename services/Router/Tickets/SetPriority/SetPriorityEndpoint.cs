using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/priority: makes the ticket more or less urgent.</summary>
internal static class SetPriorityEndpoint
{
    public static void MapSetPriority(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/priority", HandleAsync).WithName("SetTicketPriority");

    internal static async Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        PriorityRequest request,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    )
    {
        if (request.Reason is { Length: > Reasons.MaxLength })
        {
            return Reasons.TooLong();
        }

        return await desk.RunAsync(
            id,
            user,
            ifMatch,
            session => new SetPriority(request.Priority),
            request.Reason,
            cancellationToken
        );
    }
}
