using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/resume: the wait is over.</summary>
internal static class ResumeEndpoint
{
    public static void MapResume(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/resume", HandleAsync).WithName("ResumeTicket");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) => desk.RunAsync(id, user, ifMatch, session => new EndWaiting(), cause: null, cancellationToken);
}
