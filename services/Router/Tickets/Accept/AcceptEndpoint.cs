using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Domain.Tickets;

namespace TriageMesh.Router.Tickets;

/// <summary>POST /tickets/{id}/accept: the caller takes the ticket.</summary>
internal static class AcceptEndpoint
{
    public static void MapAccept(this IEndpointRouteBuilder ticket) =>
        ticket.MapPost("/accept", HandleAsync).WithName("AcceptTicket");

    internal static Task<Results<Ok<TicketDetail>, ValidationProblem, ProblemHttpResult>> HandleAsync(
        long id,
        [FromHeader(Name = "If-Match")] string? ifMatch,
        ClaimsPrincipal user,
        TicketDesk desk,
        CancellationToken cancellationToken
    ) =>
        desk.RunAsync(
            id,
            user,
            ifMatch,
            (session, _) =>
                Task.FromResult(
                    session.Caller.IsProgram
                        ? new CommandStop(TicketProblems.HeldByPeople())
                        : session.Decide(new AcceptTicket(session.Caller.Id))
                ),
            cancellationToken
        );
}
